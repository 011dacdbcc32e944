/** A task of the graph in words. Pure. */
import type { PlanRow } from '../../../lib/backend'
import { day, plural } from '../../../lib/format'

/** "waits for 2 · Nov 30 · critical". */
export function stateWords(row: PlanRow, waits: number): string {
  const parts = [
    row.done ? 'done' : waits ? `waits for ${plural(waits, 'task')}` : row.percent ? `${row.percent} %` : 'can begin',
    row.finish && day(row.finish),
    row.critical && !row.done && 'critical',
  ]
  return parts.filter((part) => part).join(' · ')
}
