import type { Handoff, HandoffClock, HandoffState, ProjectStatus } from '../lib/backend'
import { minutes } from '../lib/minutes'
import { plural, weekday } from '../lib/format'

/** The states of a handoff as a person would say them. */
export const stateWords: Record<HandoffState, string> = {
  pending: 'project will be created',
  parked: 'needs help',
  delivered: 'project created',
  cancelled: 'cancelled',
  reversed: 'taken back',
}

/** Where it stands, with what delivery said about it. */
export function standing(handoff: Handoff): string {
  const { acceptance, still_won } = handoff.after
  if (handoff.state !== 'delivered') return stateWords[handoff.state]
  if (!handoff.project) return 'project deleted'
  if (!still_won) return 'the deal is not won any more'
  if (acceptance === 'returned') return 'sent back'
  if (acceptance === 'waiting') return 'waits to be accepted'
  return acceptance === 'accepted' ? 'accepted' : stateWords.delivered
}

/** Good news, bad news, or neither. */
export function tone(handoff: Handoff): 'good' | 'warn' | 'bad' | 'quiet' {
  const { acceptance, still_won } = handoff.after
  if (handoff.state === 'parked') return 'bad'
  if (handoff.state !== 'delivered') return 'quiet'
  if (!handoff.project || !still_won || acceptance === 'returned') return 'warn'
  return acceptance === 'waiting' ? 'quiet' : 'good'
}

/** "6 h of 16 h", and when it is used up while it still runs. */
export function clockWords(clock: HandoffClock): string {
  const spent = minutes(clock.spent_minutes)
  const of = clock.target_minutes === null ? '' : ` of ${minutes(clock.target_minutes)}`
  if (clock.state === 'stopped') return `${spent}${of}${clock.pace === 'late' ? ', late' : ', in time'}`
  const time = clock.due_minute === null ? '' : ` ${Math.floor(clock.due_minute / 60)}:${String(clock.due_minute % 60).padStart(2, '0')}`
  const due = clock.due ? (clock.pace === 'late' ? `, was due ${weekday(clock.due)}${time}` : `, due ${weekday(clock.due)}${time}`) : ''
  return `${spent}${of}${due}${clock.state === 'paused' ? ', paused' : ''}`
}

export const paceTone = (clock: HandoffClock) => (clock.pace === 'late' ? 'bad' : clock.pace === 'soon' ? 'warn' : '')

/** How a project stands in one line: phase, what holds it up, when it ends against the promise. */
export function statusWords(status: ProjectStatus): string {
  const end = status.finish ? `expected ${weekday(status.finish)}` : 'no end planned'
  const late = status.late_days ? `${plural(status.late_days, 'working day')} after the promise` : ''
  return [
    status.phase ?? (status.tasks && status.done === status.tasks ? 'all done' : ''),
    end,
    late,
    status.blocked ? `${status.blocked} blocked` : '',
    status.waiting ? `${status.waiting} waiting outside` : '',
    status.overdue ? `${status.overdue} overdue` : '',
  ]
    .filter((x) => x)
    .join(' · ')
}
