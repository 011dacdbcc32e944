/** Puts the rooms together: importing this registers every screen and what opens beside it. */
import Columns3 from '@lucide/svelte/icons/square-kanban'
import FolderKanban from '@lucide/svelte/icons/folder-kanban'
import Handshake from '@lucide/svelte/icons/handshake'
import ListChecks from '@lucide/svelte/icons/list-checks'
import ChartBar from '@lucide/svelte/icons/chart-column'
import Settings2 from '@lucide/svelte/icons/settings'
import LayoutList from '@lucide/svelte/icons/layout-list'
import TicketIcon from '@lucide/svelte/icons/ticket'
import Upload from '@lucide/svelte/icons/upload'
import MyWork from '../deliver/MyWork.svelte'
import Project from '../deliver/Project.svelte'
import Projects from '../deliver/Projects.svelte'
import Task from '../deliver/task/Task.svelte'
import Tickets from '../deliver/tickets/Tickets.svelte'
import TaskPane from '../deliver/TaskPane.svelte'
import HandoffPane from '../handoff/HandoffPane.svelte'
import HandoffScreen from '../handoff/HandoffScreen.svelte'
import Handoffs from '../handoff/Handoffs.svelte'
import Breakdown from '../handoff/Breakdown.svelte'
import MapPinned from '@lucide/svelte/icons/waypoints'
import Import from '../import/Import.svelte'
import Goals from '../reports/goals/Goals.svelte'
import Reports from '../reports/Reports.svelte'
import Deal from '../sell/Deal.svelte'
import DealPane from '../sell/DealPane.svelte'
import Pipeline from '../sell/Pipeline.svelte'
import '../activities'
import '../deliver/load'
import '../sell/leads'
import '../sell/people'
import '../sell/products'
import Settings from '../settings/Settings.svelte'
import Templates from '../templates/Templates.svelte'
import { register, registerPeek } from './screens'

register(
  { route: 'pipeline', title: 'Pipeline', room: 'sell', rail: { group: 'sell', icon: Columns3 }, component: Pipeline },
  {
    route: 'handoffs',
    title: 'Handoffs',
    room: 'hand',
    rail: { group: 'corridor', icon: Handshake, badge: (s) => s.handoffs_needing_help, hidden: (s) => !s.deals && !s.projects },
    component: Handoffs,
  },
  { route: 'handoff', title: 'Handoff', room: 'hand', component: HandoffScreen },
  {
    route: 'breakdown',
    title: 'Where it breaks',
    room: 'hand',
    rail: { group: 'corridor', icon: MapPinned, hidden: (s) => !s.deals && !s.projects },
    component: Breakdown,
  },
  { route: 'projects', title: 'Projects', room: 'deliver', rail: { group: 'deliver', icon: FolderKanban }, component: Projects },
  {
    route: 'my-work',
    title: 'My work',
    room: 'deliver',
    rail: { group: 'deliver', icon: ListChecks, hidden: (s) => !s.projects },
    component: MyWork,
  },
  { route: 'tickets', title: 'Tickets', room: 'deliver', rail: { group: 'deliver', icon: TicketIcon }, component: Tickets },
  { route: 'deal', title: 'Deal', room: 'sell', component: Deal },
  { route: 'project', title: 'Project', room: 'deliver', component: Project },
  { route: 'task', title: 'Task', room: 'deliver', component: Task },
  { route: 'import', title: 'Import', room: 'sell', rail: { group: 'foot', icon: Upload }, component: Import },
  { route: 'templates', title: 'Templates', room: 'deliver', rail: { group: 'deliver', icon: LayoutList }, component: Templates },
  {
    route: 'reports',
    title: 'Reports',
    room: 'sell',
    rail: { group: 'foot', icon: ChartBar, hidden: (s) => !s.deals },
    component: Reports,
  },
  { route: 'goals', title: 'Goals', room: 'sell', component: Goals },
  { route: 'settings', title: 'Settings', room: 'sell', rail: { group: 'foot', icon: Settings2 }, component: Settings },
)
registerPeek('deal', DealPane)
registerPeek('task', TaskPane)
registerPeek('handoff', HandoffPane)
