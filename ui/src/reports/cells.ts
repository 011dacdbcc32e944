/** Cells of a report as text and as a length. */
import type { Report } from '../lib/backend'
import { dayWithYear, money, number, percent } from '../lib/format'

export type Column = Report['columns'][number]
export type Row = Report['rows'][number]

/** What stands in a cell; an unknown figure is a dash. Percentages come as 63.15. */
export function shown(cell: unknown, kind: Column['kind']): string {
  if (cell === null || cell === undefined || cell === '') return '–'
  if (kind === 'money' && typeof cell === 'object') {
    const { minor, currency } = cell as { minor: number; currency: string }
    return money(minor, currency)
  }
  if (kind === 'percent') return percent(Number(cell) / 100, 2)
  if (kind === 'days') return number(Number(cell))
  if (kind === 'count') return number(Number(cell))
  if (kind === 'day') return dayWithYear(String(cell))
  return words(cell)
}

/** Names of categories come as best_case. */
function words(cell: unknown): string {
  if (cell === 'best_case') return 'best case'
  return String(cell ?? '')
}

/** How long the bar of a cell is, in its own unit; 0 where there is no figure. */
export function size(cell: unknown): number {
  if (typeof cell === 'number') return cell
  if (cell && typeof cell === 'object' && 'minor' in cell) return Number(cell.minor)
  return 0
}

/** The figure the chart shows: money if there is any with a value, then a rate, then a count. */
export function charted(report: Pick<Report, 'columns' | 'rows'>): Column | undefined {
  const having = report.columns.filter((column) => column.kind !== 'text' && report.rows.some((row) => size(row[column.key]) > 0))
  return having.find((c) => c.kind === 'percent') ?? having.find((c) => c.kind === 'money') ?? having[0]
}

/** The words that name a row: its texts but the currency. */
export function nameOf(report: Pick<Report, 'columns'>, row: Row): string {
  return report.columns
    .filter((column) => column.kind === 'text' && column.key !== 'currency')
    .map((column) => words(row[column.key]))
    .filter(Boolean)
    .join(' · ')
}
