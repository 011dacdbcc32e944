/** Contacts and companies: their lists in the rail, their panels beside any screen. */
import Building from '@lucide/svelte/icons/building-2'
import Users from '@lucide/svelte/icons/users'
import { register, registerPeek } from '../../views/screens'
import Companies from './Companies.svelte'
import Company from './Company.svelte'
import CompanyPeek from './CompanyPeek.svelte'
import Contact from './Contact.svelte'
import ContactPeek from './ContactPeek.svelte'
import Contacts from './Contacts.svelte'

register(
  { route: 'contacts', title: 'Contacts', room: 'sell', rail: { group: 'sell', icon: Users }, component: Contacts },
  { route: 'companies', title: 'Companies', room: 'sell', rail: { group: 'sell', icon: Building }, component: Companies },
  { route: 'company', title: 'Company', room: 'sell', component: Company },
  { route: 'contact', title: 'Contact', room: 'sell', component: Contact },
)
registerPeek('company', CompanyPeek)
registerPeek('contact', ContactPeek)
