/** The sections of Settings in their order, and which of them one is in. Pure. */
export const SECTIONS = [
  { id: 'people', label: 'People' },
  { id: 'time-off', label: 'Time off' },
  { id: 'roles', label: 'Roles' },
  { id: 'firm', label: 'Firm' },
  { id: 'currencies', label: 'Currencies' },
  { id: 'offers', label: 'Offers' },
  { id: 'lost-reasons', label: 'Lost reasons' },
  { id: 'goals', label: 'Goals' },
  { id: 'look', label: 'Appearance' },
  { id: 'reminders', label: 'Reminders' },
  { id: 'keys', label: 'Keys' },
  { id: 'data', label: 'Your data' },
] as const

/** The heading of a section. */
export const headingOf = (id: string) => `settings-${id}`

/**
 * The section one reads: the last whose heading has come to the upper end, and at the lower end of the page the last in sight.
 * `tops`: how far below the upper end each heading stands, in the order of the sections; `undefined` for one that is not there yet.
 */
export function reading(tops: readonly (number | undefined)[], height: number, atEnd: boolean): number {
  const edge = atEnd ? height : Math.min(96, height / 4)
  return Math.max(
    0,
    tops.findLastIndex((top) => top !== undefined && top <= edge),
  )
}
