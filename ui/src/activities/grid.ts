/** Where activities lie on the grid of a day. Pure; times are minutes since midnight. */
import { plusDays } from '../lib/date'

export type Timed = { id: string; minute: number; minutes: number | null }
/** `lane` of `lanes` side by side. */
export type Placed<T> = { one: T; from: number; to: number; lane: number; lanes: number }

/** An activity without a length is drawn as half an hour, and nothing is drawn smaller than a line of text. */
const USUAL = 30
const LEAST = 20
/** Times are dropped and clicked on these steps. */
export const STEP = 15

/** Side by side where they overlap, each group as wide as it must be. */
export function place<T extends Timed>(list: readonly T[]): Placed<T>[] {
  const sorted = [...list].sort((a, b) => a.minute - b.minute || (b.minutes ?? USUAL) - (a.minutes ?? USUAL))
  const placed: Placed<T>[] = []
  let group: Placed<T>[] = []
  let until = -1
  const close = () => {
    const lanes = Math.max(0, ...group.map((one) => one.lane)) + 1
    for (const one of group) one.lanes = lanes
    placed.push(...group)
    group = []
  }
  for (const one of sorted) {
    const from = one.minute
    const to = Math.min(1440, from + Math.max(one.minutes ?? USUAL, LEAST))
    if (from >= until) close()
    const taken = new Set(group.filter((other) => other.to > from).map((other) => other.lane))
    let lane = 0
    while (taken.has(lane)) lane++
    group.push({ one, from, to, lane, lanes: 1 })
    until = Math.max(until, to)
  }
  close()
  return placed
}

/** The hours shown: the working day, and as far beyond as something lies. */
export function hours(list: readonly Timed[]): { from: number; to: number } {
  let [from, to] = [7, 19]
  for (const one of list) {
    from = Math.min(from, Math.floor(one.minute / 60))
    to = Math.max(to, Math.ceil(Math.min(1440, one.minute + (one.minutes ?? USUAL)) / 60))
  }
  return { from, to }
}

/** The time at a height of a column, on a step. */
export function minuteAt(y: number, height: number, shown: { from: number; to: number }): number {
  const minutes = shown.from * 60 + (y / height) * (shown.to - shown.from) * 60
  return Math.max(0, Math.min(1440 - STEP, Math.floor(minutes / STEP) * STEP))
}

/** The seven days from Monday on that hold this one. */
export function weekOf(day: string): string[] {
  const before = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return Array.from({ length: 7 }, (_, i) => plusDays(day, i - before))
}
