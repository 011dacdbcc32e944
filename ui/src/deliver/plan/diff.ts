/** What a change of a plan brings with it, in words. Pure. */
import type { PlanChange, PlanDiff, PlanMove } from '../../lib/backend'
import { plural } from '../../lib/format'

/** The tasks whose own dates were asked to change. */
export function changed(changes: readonly PlanChange[]): Set<string> {
  return new Set(changes.flatMap((change) => ('task' in change ? [change.task] : 'to' in change ? [change.to] : [])))
}

/** The moves of other tasks than those that were changed. */
export function followers(diff: PlanDiff, changes: readonly PlanChange[]): PlanMove[] {
  const own = changed(changes)
  return diff.moves.filter((move) => !own.has(move.task.id))
}

/** A task that lands elsewhere than asked, because a link or a constraint holds it. */
export function landsElsewhere(diff: PlanDiff, changes: readonly PlanChange[]): boolean {
  return changes.some((change) => {
    if (change.what !== 'start') return false
    const move = diff.moves.find((one) => one.task.id === change.task)
    // A day off becomes the next working day: that is no surprise of a link.
    return !!move && (move.start < change.day || daysBetween(change.day, move.start) > 4)
  })
}

/** Whether a person has to see this before it is made. */
export function asks(diff: PlanDiff, changes: readonly PlanChange[]): boolean {
  return followers(diff, changes).length > 0 || landsElsewhere(diff, changes)
}

const DAY_MS = 86_400_000
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** "3 working days later", "1 working day earlier", "on the same day". */
export function shift(days: number): string {
  if (!days) return 'on the same day'
  return `${plural(Math.abs(days), 'working day')} ${days > 0 ? 'later' : 'earlier'}`
}

/** What the promise says to it; nothing without one. */
export function promiseWords(late: number | null): string {
  if (late === null) return ''
  if (late > 0) return `${plural(late, 'working day')} after the promise`
  return late < 0 ? `${plural(-late, 'working day')} before the promise` : 'on the promised day'
}
