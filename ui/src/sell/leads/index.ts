/** Leads: the inbox in the rail, one lead beside any screen. */
import Inbox from '@lucide/svelte/icons/inbox'
import { register, registerPeek } from '../../views/screens'
import LeadPane from './LeadPane.svelte'
import Leads from './Leads.svelte'

register({
  route: 'leads',
  title: 'Leads',
  room: 'sell',
  rail: { group: 'sell', icon: Inbox, badge: (s) => s.leads_waiting },
  component: Leads,
})
registerPeek('lead', LeadPane)
