/** Today and the calendar: the screens of activities. */
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import Sun from '@lucide/svelte/icons/sun'
import { register } from '../views/screens'
import Calendar from './Calendar.svelte'
import Today from './Today.svelte'

register(
  { route: 'today', title: 'Today', room: 'sell', rail: { group: 'top', icon: Sun, badge: (s) => s.activities_due }, component: Today },
  { route: 'calendar', title: 'Calendar', room: 'sell', rail: { group: 'top', icon: CalendarDays }, component: Calendar },
)
