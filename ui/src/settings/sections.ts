/** The sections of Settings in their order, with what else they are looked for by, and which of them one is in. Pure. */
export const SECTIONS = [
  { id: 'people', label: 'People', words: 'colleague employee user leaves e-mail' },
  { id: 'crews', label: 'Crews', words: 'team group who works together disband' },
  { id: 'time-off', label: 'Time off', words: 'holiday vacation leave sick absence' },
  { id: 'roles', label: 'Roles', words: 'who does what fallback' },
  { id: 'rules', label: 'Handoff rules', words: 'corridor template product amount condition no project test' },
  { id: 'firm', label: 'Firm', words: 'company name working days calendar holidays fiscal year currency' },
  { id: 'currencies', label: 'Currencies', words: 'exchange rates conversion money' },
  { id: 'offers', label: 'Offers', words: 'quote letterhead terms number tax' },
  { id: 'lost-reasons', label: 'Lost reasons', words: 'why lost deals' },
  { id: 'goals', label: 'Goals', words: 'target quota' },
  { id: 'look', label: 'Appearance', words: 'dark light theme colour size zoom' },
  { id: 'reminders', label: 'Reminders', words: 'notifications tray' },
  { id: 'keys', label: 'Keys', words: 'shortcuts keyboard letters' },
  { id: 'data', label: 'Your data', words: 'backup restore export file folder check' },
] as const

/** The sections that every word of `text` belongs to, by the beginnings of words. */
export function sectionsFor(text: string): (typeof SECTIONS)[number][] {
  const wanted = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word)
  const has = (all: string) => wanted.every((word) => all.split(/[\s-]+/).some((one) => one.startsWith(word)) || all.includes(word))
  return wanted.length ? SECTIONS.filter(({ label, words }) => has(`settings ${label} ${words}`.toLowerCase())) : []
}

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
