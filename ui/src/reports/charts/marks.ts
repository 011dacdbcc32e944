/** What a chart draws, worked out from a table and Rust's description of its chart. Pure: no pixels. */
import { exponent, locale, number } from '../../lib/format'
import { monthName, nameOf, shown, size, type Column, type Row, type Table } from '../cells'

export type Kind = NonNullable<Table['chart']>['kind']
/** One row of the table. `keys`: whose deals a part of the mark stands for. */
export type Mark = {
  key: string
  keys: string[]
  label: string
  row: Row
  values: (number | undefined)[]
  goal: number | undefined
}
/** Rows that may share an axis: of one grouping, one pipeline, one currency. `low` and `high` are the ends of the axis. */
export type Panel = {
  kind: Kind
  title: string
  label: Column
  columns: Column[]
  goal: Column | undefined
  marks: Mark[]
  low: number
  high: number
  currency: string
}

/** Groupings and pipelines stand apart; so do currencies where money is drawn: they share no axis. */
const APART = ['by', 'pipeline', 'currency']

export function panelsOf(table: Table): Panel[] {
  const { chart } = table
  if (!chart) return []
  const label = table.columns.find((column) => column.key === chart.label)
  const found = chart.values.flatMap((key) => table.columns.find((column) => column.key === key) ?? [])
  if (!label || !found.length) return []
  const money = found.some((column) => column.kind === 'money')
  const words = (key: string) => table.columns.some((column) => column.key === key && column.kind === 'text')
  const differ = (key: string) => new Set(table.rows.map((row) => row[key])).size > 1
  const apart = APART.filter((key) => key !== label.key && words(key) && differ(key) && (money || key !== 'currency'))
  const heaps = new Map<string, number[]>()
  table.rows.forEach((row, at) => {
    const title = apart.map((key) => String(row[key] ?? '')).join(' · ')
    heaps.set(title, [...(heaps.get(title) ?? []), at])
  })
  const panel = ([title, rows]: [string, number[]]) => panelOf(table, title, rows, label, columnsFor(table, rows, found))
  return [...heaps].map(panel).filter((one) => one.marks.some((mark) => mark.values.some((value) => value !== undefined)))
}

/** A grouping without the chart's own figure (a rate among the lost) is drawn by the share it has instead. */
function columnsFor(table: Table, rows: number[], found: Column[]): Column[] {
  const says = (column: Column) => rows.some((at) => size(table.rows[at]?.[column.key]) !== undefined)
  if (found.some(says)) return found
  const other = table.columns.find((column) => column.kind === 'percent' && says(column))
  return other ? [other] : found
}

function panelOf(table: Table, title: string, rows: number[], label: Column, columns: Column[]): Panel {
  const goal = table.columns.find((column) => column.key === table.chart?.goal)
  const several = columns[0]?.kind !== 'money' && new Set(rows.map((at) => table.rows[at]?.currency)).size > 1
  const marks = rows.map((at): Mark => {
    const [row, key] = [table.rows[at] ?? {}, table.keys[at] ?? '']
    return {
      key,
      keys: columns.map((column) => (column.drill ? `${key}#${column.key}` : key)),
      label: [shown(row[label.key], label), ...(several ? [String(row.currency)] : [])].join(' · '),
      row,
      values: columns.map((column) => size(row[column.key])),
      goal: goal && size(row[goal.key]),
    }
  })
  const kind = table.chart?.kind ?? 'bars'
  const ends = marks.flatMap((mark) => (kind === 'stacked' ? stack(mark.values).flatMap((part) => [part.from, part.to]) : mark.values))
  const all = [...ends, ...marks.map((mark) => mark.goal)].filter((value) => value !== undefined)
  // A share is seen against the whole.
  const whole = columns.every((column) => column.kind === 'percent') ? 100 : 0
  const low = Math.min(0, ...all)
  const high = Math.max(whole, ...all)
  const currency = columns[0]?.kind === 'money' ? currencyOf(rows.map((at) => table.rows[at]?.[columns[0]!.key])) : ''
  return { kind, title, label, columns, goal, marks, low, high: high > low ? high : low + 1, currency }
}

function currencyOf(cells: unknown[]): string {
  for (const cell of cells) if (cell && typeof cell === 'object' && 'currency' in cell) return String(cell.currency)
  return ''
}

/** The rows a chart of names has room for: of a course of time the newest, else the first. */
export function seen(panel: Pick<Panel, 'label' | 'marks'>, most: number): { marks: Mark[]; newest: boolean } {
  const newest = ['day', 'month'].includes(panel.label.kind) || ['quarter', 'year'].includes(panel.label.key)
  return { marks: newest ? panel.marks.slice(-most) : panel.marks.slice(0, most), newest }
}

/** Parts one on the other: what is above nothing grows up, what is below grows down. */
export function stack(values: readonly (number | undefined)[]): { from: number; to: number }[] {
  let [up, down] = [0, 0]
  return values.map((value = 0) => {
    const from = value < 0 ? down : up
    if (value < 0) down += value
    else up += value
    return { from, to: from + value }
  })
}

/** Round figures along an axis, at most about `most`. */
export function ticks(low: number, high: number, most = 5): number[] {
  const rough = (high - low) / Math.max(1, most)
  if (!(rough > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power
  const found = []
  for (let at = Math.ceil(low / step); at * step <= high + step / 1e6; at++) found.push(at * step + 0)
  return found
}

const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })

/** A figure along the axis, short. */
export function tickWords(value: number, column: Column | undefined, currency: string): string {
  if (column?.kind === 'percent') return `${number(value)} %`
  if (column?.kind === 'money') return compact.format(value / 10 ** exponent(currency || 'EUR'))
  return Math.abs(value) < 10_000 ? number(value) : compact.format(value)
}

/** A mark in words: "Ada: Won 12, Goal 20". */
export function markWords(table: Table, panel: Panel, mark: Mark): string {
  const columns = panel.goal ? [...panel.columns, panel.goal] : panel.columns
  const figures = columns.filter((column) => size(mark.row[column.key]) !== undefined)
  return `${nameOf(table, mark.row)}: ${figures.map((column) => `${column.label} ${shown(mark.row[column.key], column)}`).join(', ')}`
}

/** One part of a mark in words: "Mar 2017: Commit 12". */
export function partWords(table: Table, panel: Panel, mark: Mark, part: number): string {
  const column = panel.columns[part]
  return column ? `${nameOf(table, mark.row)}: ${column.label} ${shown(mark.row[column.key], column)}` : ''
}

/** Every month from the first to the last: one in which nothing was is a gap, not left out. */
export function slots(panel: Panel): { month: string; name: string; mark: Mark | undefined }[] {
  const of = new Map(panel.marks.map((mark) => [String(mark.row[panel.label.key]), mark]))
  const months = [...of.keys()].filter((month) => /^\d{4}-\d{2}$/.test(month)).sort()
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) return []
  const found = []
  for (let at = first; at <= last && found.length < MOST_MONTHS; at = next(at))
    found.push({ month: at, name: monthName(at, true), mark: of.get(at) })
  return found
}

const MOST_MONTHS = 360
const next = (month: string) => {
  const [year = 0, at = 0] = month.split('-').map(Number)
  return at === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${month.slice(0, 5)}${String(at + 1).padStart(2, '0')}`
}
