/** What a board of tasks is narrowed to, and what that is called. Pure. */
import type { BoardFilter, LaneBy } from '../../lib/backend'

export const NO_FILTER: BoardFilter = {
  person: null,
  team: null,
  nobody: false,
  priority: null,
  tag: null,
  held: false,
  overdue: false,
  text: null,
}

export const LANES: [LaneBy | '', string][] = [
  ['', 'No lanes'],
  ['assignee', 'By person'],
  ['team', 'By crew'],
  ['priority', 'By priority'],
  ['phase', 'By phase'],
]

export const narrows = (filter: BoardFilter): boolean => JSON.stringify(filter) !== JSON.stringify(NO_FILTER)

/** Whether a column holds more than enough; without a limit it never does. */
export const over = (count: number, limit: number | null): boolean => limit !== null && count > limit

/** Cards and limit of a column's head: "3", "3 of 2". */
export const headCount = (count: number, limit: number | null): string => (limit === null ? `${count}` : `${count} of ${limit}`)
