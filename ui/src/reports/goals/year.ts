/** Years of a firm that begin in any month. A year is known by the calendar year it begins in. Pure. */

/** The year that a day lies in. */
export function yearOf(day: string, starts: number): number {
  const [year = 2000, month = 1] = day.split('-').map(Number)
  return month < starts ? year - 1 : year
}

/** Its first and its last month. */
export function monthsOf(year: number, starts: number): [string, string] {
  const month = (of: number, at: number) => `${String(of).padStart(4, '0')}-${String(at).padStart(2, '0')}`
  return starts === 1 ? [month(year, 1), month(year, 12)] : [month(year, starts), month(year + 1, starts - 1)]
}

/** "2026", or "2026/27" where it reaches into the next. */
export const yearName = (year: number, starts: number): string =>
  starts === 1 ? String(year) : `${year}/${String((year + 1) % 100).padStart(2, '0')}`
