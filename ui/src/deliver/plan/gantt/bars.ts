/** What a row looks like on the time scale, and what lies under a point. Pure. */
import type { PlanLink, PlanRow } from '../../../lib/backend'
import { sidesOf, type Point } from '../../../templates/timeline'
import { keyOf, type Shown } from '../rows'
import { numberOf } from './days'
import { xOf, type Scale } from './scale'

export type Side = 'start' | 'end'
/** Days, both included. */
export type Span = { start: number; finish: number }
export type Box = { x: number; width: number }

export const isSummary = (row: PlanRow): boolean => row.kind === 'phase' || row.kind === 'group'
export const isMilestone = (row: PlanRow): boolean => row.kind === 'milestone' || (row.duration_days === 0 && !isSummary(row))

/** A task with one date stands on that day. */
export function spanOf(row: Pick<PlanRow, 'start' | 'finish'>): Span | undefined {
  const [start, finish] = [row.start ?? row.finish, row.finish ?? row.start]
  return start && finish ? { start: numberOf(start), finish: numberOf(finish) } : undefined
}

export function baselineOf(row: PlanRow): Span | undefined {
  return spanOf({ start: row.baseline_start, finish: row.baseline_finish })
}

/** A bar is never too thin to see. */
export function boxOf(scale: Scale, span: Span): Box {
  return { x: xOf(scale, span.start), width: Math.max((span.finish + 1 - span.start) * scale.unit, 3) }
}

/** The middle of a milestone. */
export const middleOf = (scale: Scale, span: Span): number => xOf(scale, span.finish + 0.5)

/** Where a link leaves a bar, or arrives at it. */
export function endOf(scale: Scale, row: PlanRow, span: Span, side: Side, half: number): number {
  if (isMilestone(row)) return middleOf(scale, span) + (side === 'end' ? half : -half)
  const box = boxOf(scale, span)
  return side === 'end' ? box.x + box.width : box.x
}

/** On which line each row is drawn; what a folded row hides is drawn on it. */
export function linesOf(rows: readonly PlanRow[], shown: readonly Shown[]): Map<string, number> {
  const lines = new Map<string, number>()
  let line = -1
  for (const row of rows) {
    const key = keyOf(row)
    if (shown[line + 1]?.key === key) line++
    lines.set(key, Math.max(line, 0))
  }
  return lines
}

/** A link with its two lines. */
export type Tie = { link: PlanLink; from: number; to: number }

/** The links that are not wholly inside of one folded row. */
export function tiesOf(links: readonly PlanLink[], lines: ReadonlyMap<string, number>): Tie[] {
  return links.flatMap((link) => {
    const [from, to] = [lines.get(link.from), lines.get(link.to)]
    return from === undefined || to === undefined || from === to ? [] : [{ link, from, to }]
  })
}

/** Those that touch the lines `from` to `to`. */
export function tiesIn(ties: readonly Tie[], from: number, to: number): Tie[] {
  return ties.filter((tie) => Math.min(tie.from, tie.to) < to && Math.max(tie.from, tie.to) >= from)
}

/** Both ends of a link on the chart; nothing while one has no dates. */
export function endsOf(tie: Tie, shown: readonly Shown[], scale: Scale, height: number, half: number): [Point, Point] | undefined {
  const [from, to] = [shown[tie.from]?.row, shown[tie.to]?.row]
  const [a, b] = [from && spanOf(from), to && spanOf(to)]
  if (!from || !to || !a || !b) return undefined
  const { out, into } = sidesOf(tie.link.kind)
  return [
    { x: endOf(scale, from, a, out, half), y: (tie.from + 0.5) * height },
    { x: endOf(scale, to, b, into, half), y: (tie.to + 0.5) * height },
  ]
}

/** The row under a point and which end of its bar is meant: the end only in the last third of a bar wide enough to aim at. */
export function hitAt(point: Point, shown: readonly Shown[], scale: Scale, height: number): { one: Shown; side: Side } | undefined {
  const one = shown[Math.floor(point.y / height)]
  if (!one?.row.task) return undefined
  const span = spanOf(one.row)
  if (!span || isMilestone(one.row)) return { one, side: 'start' }
  const { x, width } = boxOf(scale, span)
  const late = width >= 24 && point.x > x + (width * 2) / 3 && point.x < x + width + 24
  return { one, side: late ? 'end' : 'start' }
}
