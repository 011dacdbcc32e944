/** Workload: who has how much to do, by week; what is due, by day. */
import Users from '@lucide/svelte/icons/users-round'
import { register } from '../../views/screens'
import Workload from './Workload.svelte'

register({
  route: 'workload',
  title: 'Workload',
  room: 'deliver',
  rail: { group: 'deliver', icon: Users, hidden: (s) => !s.projects },
  component: Workload,
})
