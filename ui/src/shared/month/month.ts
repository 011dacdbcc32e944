/** The weeks a month's page shows. Pure; days are ISO. */
import { plusDays } from '../../lib/date'

/** What stands on a day. `tail` follows its name; `tone` colours its edge. */
export type DayItem = {
  id: string
  name: string
  tail: string
  title: string
  day: string | null
  tone: 'plain' | 'good' | 'quiet' | 'bad'
}
/** `count` may be more than the items listed; `note` stands beside the day's number. */
export type DayData = { count: number; note: string; items: readonly DayItem[] }

export type Page = { from: string; to: string; weeks: string[][] }

/** Whole weeks from Monday on that hold the month of `day`. */
export function pageOf(day: string): Page {
  const first = `${day.slice(0, 7)}-01`
  const before = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const start = plusDays(first, -before)
  const next = monthAfter(first, 1)
  const weeks: string[][] = []
  for (let monday = start; monday < next; monday = plusDays(monday, 7)) weeks.push(Array.from({ length: 7 }, (_, i) => plusDays(monday, i)))
  return { from: start, to: weeks.at(-1)?.at(-1) ?? start, weeks }
}

/** The first day of the month that is `by` months away. */
export function monthAfter(day: string, by: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + by
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`
}
