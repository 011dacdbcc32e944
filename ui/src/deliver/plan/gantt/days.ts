/** Days as whole numbers, and the working week between them. Pure. */

/** Days since 1970-01-01. */
export const numberOf = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
export const dayOf = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)
/** 0 = Monday … 6 = Sunday. */
export const weekdayOf = (n: number): number => (((n + 3) % 7) + 7) % 7

/** More days than any plan has: a week without a working day ends here. */
const FAR = 20_000

/** Which days are worked on. */
export class Work {
  #week: number
  #off: ReadonlySet<number>

  /** Bit 0 of `workdays` = Monday … bit 6 = Sunday. */
  constructor(workdays: number, holidays: readonly string[]) {
    this.#week = workdays
    this.#off = new Set(holidays.map(numberOf))
  }

  works(day: number): boolean {
    return ((this.#week >> weekdayOf(day)) & 1) === 1 && !this.#off.has(day)
  }
  /** The first working day from `day` on; backwards with -1. */
  snap(day: number, way: 1 | -1 = 1): number {
    for (let i = 0; i < FAR; i++) if (this.works(day + i * way)) return day + i * way
    return day
  }
  /** The working day `steps` working days after `day` (before it, when negative). */
  add(day: number, steps: number): number {
    const way = steps < 0 ? -1 : 1
    let at = day
    for (let left = Math.abs(steps); left > 0; left--) at = this.snap(at + way, way)
    return at
  }
  /** Working days from `first` to `last`, both included. */
  count(first: number, last: number): number {
    let n = 0
    for (let day = first; day <= last && day < first + FAR; day++) if (this.works(day)) n++
    return n
  }
  /** Stretches of days off between `from` and `to`, as [first, after the last]. */
  off(from: number, to: number): [number, number][] {
    const found: [number, number][] = []
    for (let day = from; day < to; day++) {
      if (this.works(day)) continue
      const last = found.at(-1)
      if (last?.[1] === day) last[1] = day + 1
      else found.push([day, day + 1])
    }
    return found
  }
}
