/** What can be filtered, sorted and shown of a deal: words, widths and comparisons. Rust knows what they mean. */
import type { DealField, Op, Span } from '../../lib/backend'

export type Kind = 'text' | 'link' | 'word' | 'number' | 'amount' | 'day' | 'find'
export type FieldInfo = { key: DealField; label: string; kind: Kind; width: string; num?: boolean; edits?: boolean; column?: boolean }

/** In the order of menus. Without `column` a field can only be filtered by. */
export const FIELDS: readonly FieldInfo[] = [
  { key: 'name', label: 'Name', kind: 'text', width: 'minmax(11rem, 3fr)', edits: true, column: true },
  { key: 'company', label: 'Company', kind: 'find', width: 'minmax(8rem, 2fr)', edits: true, column: true },
  { key: 'contact', label: 'Main contact', kind: 'find', width: 'minmax(7rem, 1.5fr)', edits: true, column: true },
  { key: 'stage', label: 'Stage', kind: 'link', width: 'minmax(6.5rem, 1fr)', edits: true, column: true },
  { key: 'amount', label: 'Amount', kind: 'amount', width: '7.5rem', num: true, edits: true, column: true },
  { key: 'close_date', label: 'Close date', kind: 'day', width: '7rem', edits: true, column: true },
  { key: 'owner', label: 'Owner', kind: 'link', width: 'minmax(7rem, 1.2fr)', edits: true, column: true },
  { key: 'product', label: 'Product', kind: 'link', width: 'minmax(6rem, 1fr)', edits: true, column: true },
  { key: 'source', label: 'Source', kind: 'text', width: 'minmax(6rem, 1fr)', edits: true, column: true },
  { key: 'kind', label: 'Open, won or lost', kind: 'word', width: '5rem', column: true },
  { key: 'probability', label: 'Probability', kind: 'number', width: '5.5rem', num: true, column: true },
  { key: 'forecast', label: 'Forecast category', kind: 'word', width: '7rem', column: true },
  { key: 'currency', label: 'Currency', kind: 'word', width: '5rem', column: true },
  { key: 'stage_days', label: 'Days in stage', kind: 'number', width: '6.5rem', num: true, column: true },
  { key: 'quiet_days', label: 'Quiet days', kind: 'number', width: '6rem', num: true, column: true },
  { key: 'next_step', label: 'Next step', kind: 'day', width: '7rem', column: true },
  { key: 'created', label: 'Created', kind: 'day', width: '7rem', column: true },
  { key: 'industry', label: 'Industry', kind: 'text', width: 'minmax(6rem, 1fr)', column: true },
  { key: 'place', label: 'Place', kind: 'text', width: 'minmax(6rem, 1fr)', column: true },
  { key: 'lost_reason', label: 'Lost reason', kind: 'link', width: 'minmax(7rem, 1fr)', column: true },
  { key: 'pipeline', label: 'Pipeline', kind: 'link', width: 'minmax(7rem, 1fr)', column: true },
  { key: 'words', label: 'Any name', kind: 'text', width: '8rem' },
]
const byKey = new Map(FIELDS.map((field) => [field.key, field]))
export const fieldOf = (key: DealField): FieldInfo => byKey.get(key) ?? FIELDS[0]!
export const USUAL: readonly DealField[] = ['name', 'company', 'stage', 'amount', 'close_date', 'owner', 'source']

const PRESENCE: Op[] = ['empty', 'filled']
const OPS: Record<Kind, Op[]> = {
  text: ['contains', 'contains_not', 'is', 'is_not', 'starts_with', ...PRESENCE],
  find: ['is', 'is_not', 'contains', 'contains_not', ...PRESENCE],
  link: ['is', 'is_not', ...PRESENCE],
  word: ['is', 'is_not'],
  number: ['at_least', 'at_most', 'over', 'under', 'is', 'is_not'],
  amount: ['at_least', 'at_most', 'over', 'under', 'is', 'is_not', ...PRESENCE],
  day: ['in', 'not_in', ...PRESENCE],
}
/** The comparisons that mean something for a field, the commonest first. */
export function opsOf(key: DealField): Op[] {
  if (key === 'words') return ['contains']
  if (key === 'close_date' || key === 'next_step') return ['in', 'overdue', 'not_in', ...PRESENCE]
  if (key === 'created') return ['in', 'not_in']
  if (key === 'stage' || key === 'pipeline') return ['is', 'is_not']
  return OPS[fieldOf(key).kind]
}
export const OP_WORDS: Record<Op, string> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  contains_not: 'does not contain',
  starts_with: 'starts with',
  at_least: 'is at least',
  at_most: 'is at most',
  over: 'is over',
  under: 'is under',
  in: 'is',
  not_in: 'is not',
  empty: 'is empty',
  filled: 'is filled in',
  overdue: 'is overdue',
}
export const SPAN_WORDS: Record<Span, string> = {
  today: 'today',
  yesterday: 'yesterday',
  tomorrow: 'tomorrow',
  this_week: 'this week',
  last_week: 'last week',
  next_week: 'next week',
  this_month: 'this month',
  last_month: 'last month',
  next_month: 'next month',
  this_quarter: 'this quarter',
  last_quarter: 'last quarter',
  next_quarter: 'next quarter',
  this_year: 'this year',
  last_year: 'last year',
  next_year: 'next year',
  past: 'in the past',
  future: 'in the future',
}
export const WORDS: Partial<Record<DealField, readonly [string, string][]>> = {
  kind: [
    ['open', 'Open'],
    ['won', 'Won'],
    ['lost', 'Lost'],
  ],
  forecast: [
    ['pipeline', 'Pipeline'],
    ['best_case', 'Best case'],
    ['commit', 'Commit'],
    ['closed', 'Closed'],
    ['omitted', 'Omitted'],
  ],
}
