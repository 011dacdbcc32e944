/** Where the timeline draws what. Pure: the days come from the planner, this only turns them into a picture and into words. */
import type { Anchor, LinkKind, TemplateSpan } from '../lib/backend'

export type Point = { x: number; y: number }
export type Ruler = { from: number; to: number; unit: number; x: (day: number) => number; ticks: number[] }

/** Room for the words behind the last bar. */
const BEHIND = 72
const LEFT = 14
const CLOSEST = 44

/** Fits all days into `width`, with day 0 always in sight and round ticks that have room for their words. */
export function rulerOf(spans: readonly TemplateSpan[], width: number): Ruler {
  const from = Math.min(0, ...spans.map((span) => span.start))
  const to = Math.max(5, ...spans.map((span) => span.start + Math.max(span.days, 1)))
  const unit = Math.max(width - LEFT - BEHIND, 60) / (to - from)
  const step = [1, 5, 10, 20, 50, 100, 250, 500, 1000].find((days) => days * unit >= CLOSEST) ?? 2500
  const ticks: number[] = []
  for (let day = Math.ceil(from / step) * step; day <= to; day += step) ticks.push(day + 0)
  return { from, to, unit, x: (day) => LEFT + (day - from) * unit, ticks }
}

/** A bar is never too thin to hit. */
export function barOf(span: TemplateSpan, ruler: Ruler): { x: number; width: number } {
  return { x: ruler.x(span.start), width: Math.max(span.days * ruler.unit, 4) }
}

/** From which side of the predecessor a link leaves, and on which side of the successor it arrives. */
export function sidesOf(kind: LinkKind): { out: 'start' | 'end'; into: 'start' | 'end' } {
  return { out: kind[0] === 'F' ? 'end' : 'start', into: kind[1] === 'F' ? 'end' : 'start' }
}

/** A line of right angles that never crosses the bars at its ends. `mid` is the height between rows where it turns back. */
export function linkPath(from: Point, to: Point, kind: LinkKind, row = 30): string {
  const stub = 6
  const { out, into } = sidesOf(kind)
  const leave = from.x + (out === 'end' ? stub : -stub)
  const arrive = to.x + (into === 'start' ? -stub : stub)
  const direct = out === 'end' && into === 'start' ? leave <= arrive : out === into
  if (direct) {
    const turn = out === into ? (out === 'end' ? Math.max(leave, arrive) : Math.min(leave, arrive)) : leave
    return `M${r(from.x)} ${r(from.y)}H${r(turn)}V${r(to.y)}H${r(to.x)}`
  }
  const mid = to.y + (to.y >= from.y ? -row / 2 : row / 2)
  return `M${r(from.x)} ${r(from.y)}H${r(leave)}V${r(mid)}H${r(arrive)}V${r(to.y)}H${r(to.x)}`
}

const r = (n: number) => Math.round(n * 10) / 10

const dayWords = (day: number) => (day === 0 ? 'the day of the win' : day < 0 ? `day ${-day} before the win` : `day ${day} after the win`)

/** "Kickoff meeting, Ada: day 3 after the win, for 2 working days". */
export function spokenSpan(name: string, span: TemplateSpan): string {
  const who = span.who ? `, ${span.who}` : ''
  const long = span.days === 0 ? 'a milestone' : span.days === 1 ? 'for 1 working day' : `for ${span.days} working days`
  return `${name}${who}: ${dayWords(span.start)}, ${long}`
}

/** Why a task starts when it does, for its details. */
export function spokenStart(span: TemplateSpan, own: number, predecessor: string | undefined, anchor: Anchor = 'win'): string {
  if (predecessor === undefined && anchor !== 'win') return `Starts on ${dayWords(span.start)}, ${counted(own, anchor)}.`
  if (predecessor !== undefined && anchor !== 'win') return `Starts on ${dayWords(span.start)}: it waits for “${predecessor}”.`
  if (predecessor === undefined) return `Starts on ${dayWords(span.start)}.`
  return `Starts on ${dayWords(span.start)}, not on day ${own}: it waits for “${predecessor}”.`
}

/** "2 days after the kickoff", "due 3 days before the promised day" */
export function counted(own: number, anchor: Anchor): string {
  const days = Math.abs(own) === 1 ? '1 day' : `${Math.abs(own)} days`
  const from = { win: 'the win', kickoff: 'the kickoff', promise: 'the promised day' }[anchor]
  const words = own === 0 ? `on ${anchor === 'promise' ? from : `the day of ${from}`}` : `${days} ${own < 0 ? 'before' : 'after'} ${from}`
  return anchor === 'promise' ? `due ${words}` : words
}

/** First and last day of a phase. */
export function reachOf(keys: readonly string[], spans: ReadonlyMap<string, TemplateSpan>): { start: number; end: number } | undefined {
  const own = keys.flatMap((key) => spans.get(key) ?? [])
  if (!own.length) return undefined
  return { start: Math.min(...own.map((span) => span.start)), end: Math.max(...own.map((span) => span.start + span.days)) }
}
