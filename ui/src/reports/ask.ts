/** What a report is asked, as it stands in the address: so that back, forward and a restart find it again. Pure. */
import type { ReportFilter } from '../lib/backend'

export const PERIODS = [
  { id: '', label: 'All time' },
  { id: 'month', label: 'This month' },
  { id: 'last-month', label: 'Last month' },
  { id: 'quarter', label: 'This quarter' },
  { id: 'last-quarter', label: 'Last quarter' },
  { id: 'year', label: 'This year' },
  { id: 'last-year', label: 'Last year' },
  { id: 'own', label: 'Between two days' },
] as const
export type PeriodId = (typeof PERIODS)[number]['id']
/** `behind`: the row or cell whose deals are looked at. */
export type Ask = Omit<ReportFilter, 'by'> & { by?: ReportFilter['by']; period?: PeriodId; behind?: string }

const KEYS = ['period', 'from', 'to', 'as_of', 'owner', 'pipeline', 'product', 'source', 'by', 'said_on', 'behind'] as const

export function readAsk(text: string | undefined): Ask {
  const said = new URLSearchParams(text ?? '')
  return Object.fromEntries(KEYS.flatMap((key) => (said.get(key) ? [[key, said.get(key)]] : []))) as Ask
}

export function writeAsk(ask: Ask): string {
  const said = new URLSearchParams()
  for (const key of KEYS) if (ask[key]) said.set(key, String(ask[key]))
  return said.toString()
}

/** What Rust is asked: a period by name is worked out from the day the report is seen on. */
export function filterOf(ask: Ask, today: string, yearStarts = 1): ReportFilter {
  const { period, behind: _, ...filter } = ask
  return period && period !== 'own' ? { ...filter, ...span(period, filter.as_of ?? today, yearStarts) } : filter
}

/** Whether it leaves anything out. */
export const narrowed = ({ behind: _, by: __, ...ask }: Ask) => writeAsk(ask) !== ''

/** First and last day of a period by name. Quarters and years begin with the month `yearStarts`, 1 to 12. */
export function span(period: Exclude<PeriodId, '' | 'own'>, today: string, yearStarts = 1): { from: string; to: string } {
  const [year = 2000, month = 1] = today.split('-').map(Number)
  const back = period.startsWith('last-') ? 1 : 0
  const months = period.endsWith('month') ? 1 : period.endsWith('quarter') ? 3 : 12
  const since = (month - yearStarts + 12) % months
  const first = month - 1 - since - back * months
  const iso = (at: Date) => at.toISOString().slice(0, 10)
  return { from: iso(new Date(Date.UTC(year, first, 1))), to: iso(new Date(Date.UTC(year, first + months, 0))) }
}
