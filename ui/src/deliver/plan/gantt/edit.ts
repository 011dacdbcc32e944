/** A bar that is held: where it would come to lie, and the change to the plan that this is. Pure: the engine decides what follows. */
import type { LinkKind, PlanChange, PlanRow } from '../../../lib/backend'
import { isMilestone, isSummary, spanOf, type Side, type Span } from './bars'
import { dayOf, type Work } from './days'

/** What is done with a bar: it is moved whole, or one of its ends is. */
export type Grip = 'move' | 'start' | 'end'

/** Why a row's dates can't be taken by hand; nothing where they can. */
export function fixedBecause(row: PlanRow): string | undefined {
  if (isSummary(row)) return `“${row.name}” spans what is below it: its dates follow from that.`
  if (row.done) return `“${row.name}” is done and stays where it is.`
  if (!spanOf(row)) return `“${row.name}” has no dates yet. Give it a start in the outline.`
  return undefined
}

/** After a pull by so many days on the wall; everything lands on working days, and a moved task stays as long as it is. */
export function dragged(row: PlanRow, grip: Grip, days: number, work: Work): Span | undefined {
  const span = spanOf(row)
  if (!span) return undefined
  if (days === 0) return span
  const way = days < 0 ? -1 : 1
  if (grip === 'move' || isMilestone(row)) return moved(row, span, work.snap(span.start + days, 1), work)
  if (grip === 'end') return { start: span.start, finish: Math.max(span.start, work.snap(span.finish + days, way)) }
  return { start: Math.min(span.finish, work.snap(span.start + days, way)), finish: span.finish }
}

/** One working day further, from where it is held now. */
export function stepped(row: PlanRow, grip: Grip, now: Span, by: 1 | -1, work: Work): Span {
  if (grip === 'move' || isMilestone(row)) return moved(row, now, work.add(now.start, by), work)
  if (grip === 'end') return { start: now.start, finish: Math.max(now.start, work.add(now.finish, by)) }
  return { start: Math.min(now.finish, work.add(now.start, by)), finish: now.finish }
}

function moved(row: PlanRow, span: Span, start: number, work: Work): Span {
  if (isMilestone(row)) return { start, finish: start }
  const long = row.duration_days ?? work.count(span.start, span.finish)
  return { start, finish: long > 1 ? work.add(start, long - 1) : start }
}

/** The changes that bring a row there; none where it stands already. */
export function changesOf(row: PlanRow, grip: Grip, to: Span, work: Work): PlanChange[] {
  const from = spanOf(row)
  if (!row.task || !from || (from.start === to.start && from.finish === to.finish)) return []
  const task = row.task
  if (grip === 'move' || isMilestone(row)) return [{ what: 'start', task, day: dayOf(to.start) }]
  if (grip === 'end') return [{ what: 'finish', task, day: dayOf(to.finish) }]
  const days = Math.max(1, work.count(to.start, to.finish))
  return [
    { what: 'start', task, day: dayOf(to.start) },
    { what: 'duration', task, days },
  ]
}

/** From which end of the predecessor to which end of the successor. */
export const kindOf = (out: Side, into: Side): LinkKind => `${out === 'end' ? 'F' : 'S'}${into === 'end' ? 'F' : 'S'}` as LinkKind

export const linkOf = (from: string, to: string, kind: LinkKind): PlanChange => ({
  what: 'link',
  from,
  to,
  kind,
  lag_days: 0,
  elapsed: false,
})

export const KINDS: readonly LinkKind[] = ['FS', 'SS', 'FF', 'SF']
