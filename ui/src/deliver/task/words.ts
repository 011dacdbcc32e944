/** What tasks are called on screen. */
import type { Bound, LinkKind, Priority } from '../../lib/backend'

export const PRIORITIES: [Priority, string][] = [
  ['urgent', 'Urgent'],
  ['high', 'High'],
  ['normal', 'Normal'],
  ['low', 'Low'],
]
export const priorityWord = (priority: Priority): string => PRIORITIES.find(([key]) => key === priority)?.[1] ?? priority

export const BOUNDS: [Bound, string][] = [
  ['asap', 'As soon as possible'],
  ['start_after', 'Start no earlier than'],
  ['finish_before', 'Finish no later than'],
  ['fixed', 'Fixed on'],
]

export const LINKS: [LinkKind, string][] = [
  ['FS', 'starts after it is done'],
  ['SS', 'starts after it has begun'],
  ['FF', 'ends after it is done'],
  ['SF', 'ends after it has begun'],
]

/** "FS", "SS +2 d". The usual kind is not named. */
export function linkWords(kind: LinkKind, lag: number): string {
  const days = lag ? `${lag > 0 ? '+' : '−'}${Math.abs(lag)} d` : ''
  return [kind === 'FS' ? '' : kind, days].filter((x) => x).join(' ')
}
