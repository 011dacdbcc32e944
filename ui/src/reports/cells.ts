/** Cells of a report as text and as a length. Pure. */
import type { Report, ReportTable } from '../lib/backend'
import { dayWithYear, locale, money, number, percent } from '../lib/format'

export type Column = Report['columns'][number]
export type Row = Report['rows'][number]
/** What a table needs to be drawn: the report's own, or one beside it. */
export type Table = Pick<ReportTable, 'title' | 'columns' | 'keys' | 'rows' | 'totals' | 'chart'> & { definition?: string }

const monthLong = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const monthShort = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
const CATEGORIES: Record<string, string> = { commit: 'Commit', best_case: 'Best case', pipeline: 'Pipeline', undated: 'undated' }

const isMonth = (text: string) => /^\d{4}-\d{2}$/.test(text)

/** "Mar 2017"; whatever is no month stays as it is ("undated"). */
export function monthName(text: string, short = false): string {
  return isMonth(text) ? (short ? monthShort : monthLong).format(new Date(`${text}-01T00:00:00Z`)) : text
}

/** What stands in a cell; an unknown figure is a dash. Percentages come as 63.15. */
export function shown(cell: unknown, column: Pick<Column, 'kind' | 'key'>): string {
  if (cell === null || cell === undefined || cell === '') return '–'
  if (typeof cell === 'object') {
    const { minor, currency } = cell as { minor: number; currency: string }
    return money(minor, currency)
  }
  switch (column.kind) {
    case 'percent':
      return percent(Number(cell) / 100, 2)
    case 'count':
    case 'days':
    case 'figure':
      return number(Number(cell))
    case 'day':
      return dayWithYear(String(cell))
    case 'month':
      return monthName(String(cell))
    default:
      return (column.key === 'category' && CATEGORIES[String(cell)]) || String(cell)
  }
}

/** How long the mark of a cell is, in its own unit; undefined where there is no figure. */
export function size(cell: unknown): number | undefined {
  if (typeof cell === 'number') return cell
  if (cell && typeof cell === 'object' && 'minor' in cell) return Number(cell.minor)
  return undefined
}

const WORDS = ['text', 'month', 'day']
export const isFigure = (column: Column) => !WORDS.includes(column.kind)

/** Columns with something in them, in some row or below the rows: an empty one says nothing. */
export function used(table: Table): Column[] {
  const says = (cell: unknown) => cell !== null && cell !== undefined && cell !== ''
  const filled = table.columns.filter((column) => table.rows.some((row) => says(row[column.key])) || says(table.totals[column.key]))
  // One currency stands beside every amount already.
  const several = new Set(table.rows.map((row) => String(row.currency ?? ''))).size > 1
  return filled.filter((column) => column.key !== 'currency' || several || !filled.some((one) => one.kind === 'money'))
}

/** The words that name a row: "Owner · Ada"; its currency only where there are several. */
export function nameOf(table: Table, row: Row): string {
  const words = used(table).filter((column) => !isFigure(column) && !['verdict', 'source', 'said_on'].includes(column.key))
  return words
    .map((column) => shown(row[column.key], column))
    .filter((word) => word !== '–')
    .join(' · ')
}

/** The sums below a column: one a currency where there are several. */
export function totalsOf(table: Table, column: Column): string {
  const own = Object.entries(table.totals).filter(
    ([key, cell]) =>
      cell !== null && (key === column.key || (key.startsWith(column.key) && /^_[A-Z]{3}$/.test(key.slice(column.key.length)))),
  )
  return own.map(([, cell]) => shown(cell, column)).join(' + ')
}

/** What the deals behind a key were counted for: the row in words, with the column where it is one cell's. */
export function behindWords(tables: readonly Table[], key: string): string {
  for (const table of tables) {
    const at = table.keys.findIndex((one) => one === key || key.startsWith(`${one}#`))
    const row = table.rows[at]
    if (!row) continue
    const column = table.keys[at] === key ? undefined : table.columns.find((one) => `${table.keys[at]}#${one.key}` === key)
    return [nameOf(table, row), ...(column ? [column.label] : [])].join(' · ')
  }
  return key === '*' ? 'All rows' : ''
}
