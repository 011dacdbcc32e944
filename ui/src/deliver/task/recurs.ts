/** How a task comes again, in words. Pure. */
import type { Recurrence } from '../../lib/backend'

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const UNITS = { day: 'day', week: 'week', month: 'month' } as const

/** "every 2 weeks on Tue, Fri", "every last working day of a month". */
export function recursWords(rule: Recurrence): string {
  const n = rule.every
  if (rule.unit === 'workday') return n === 1 ? 'every working day' : `every ${n} working days`
  if (rule.unit === 'last_workday') return n === 1 ? 'on the last working day of the month' : `on the last working day, every ${n} months`
  const every = n === 1 ? `every ${UNITS[rule.unit]}` : `every ${n} ${UNITS[rule.unit]}s`
  const mask = rule.weekdays ?? 0
  const days = rule.unit === 'week' ? DAYS.filter((_, at) => (mask >> at) & 1) : []
  return days.length ? `${every} on ${days.join(', ')}` : every
}
