/** What the table of deals has in hand: its rows, its groups, where the cursor stands, and what is chosen. */
import { commands, type DealQuery, type DealRow, type DealSummary } from '../../lib/backend'
import { Rows } from '../people/rows.svelte'
import { Lines, type Line } from './lines'
import { Picks } from '../../shared/picks.svelte'

const TOPICS = ['deals', 'pipelines', 'companies', 'contacts', 'people', 'products'] as const
/** The most rows one question answers. */
const WINDOW = 500

export class DealTableState {
  rows: Rows<DealRow>
  picks: Picks
  folded = $state.raw<ReadonlySet<string>>(new Set())
  /** Line and column of the cursor; line -1 is the head, column 0 the tick. */
  at = $state.raw({ line: 0, col: 1 })
  #anchor: number | undefined
  #query: () => DealQuery
  #summary: () => DealSummary | undefined

  constructor(query: () => DealQuery, summary: () => DealSummary | undefined) {
    this.#query = query
    this.#summary = summary
    this.rows = new Rows<DealRow>((_, offset, limit) => commands.dealRows({ query: query(), offset, limit }), TOPICS)
    this.picks = new Picks(() => this.rows.total)
  }

  #lines = $derived.by(() => {
    const groups = this.#query().group ? this.#summary()?.groups : undefined
    // Heads of an older answer would name other rows.
    const whole = groups?.reduce((sum, group) => sum + group.count, 0) === this.rows.total
    return new Lines(whole ? groups : undefined, this.rows.total, this.folded)
  })

  get lines(): Lines {
    return this.#lines
  }

  line(index: number): Line | undefined {
    return this.#lines.at(index)
  }

  rowAt(line: number): DealRow | undefined {
    const at = this.#lines.at(line)
    return at && 'row' in at ? this.rows.row(at.row) : undefined
  }

  fold(key: string): void {
    const next = new Set(this.folded)
    if (!next.delete(key)) next.add(key)
    this.folded = next
  }

  /** Asks for the rows behind these lines. */
  need(from: number, to: number): void {
    const rows: number[] = []
    for (let line = from; line < to; line++) {
      const at = this.#lines.at(line)
      if (at && 'row' in at) rows.push(at.row)
    }
    const [first, last] = [rows[0], rows.at(-1)]
    if (first !== undefined && last !== undefined) this.rows.need(first, last + 1)
  }

  go(line: number, col: number, columns: number): void {
    this.at = { line: Math.max(-1, Math.min(this.#lines.total - 1, line)), col: Math.max(0, Math.min(columns, col)) }
    this.#anchor = undefined
  }

  /** Chooses everything between where choosing began and `line`, which the cursor goes to. */
  async stretch(line: number): Promise<void> {
    const begun = this.#anchor ?? this.at.line
    const to = Math.max(0, Math.min(this.#lines.total - 1, line))
    this.at = { line: to, col: this.at.col }
    this.#anchor = begun
    const ids = await this.ids(Math.min(begun, to), Math.abs(to - begun) + 1)
    this.picks.set(ids, true)
  }

  /** The deals of so many lines, heads left out; rows that are not here yet are fetched. */
  async ids(line: number, count: number): Promise<string[]> {
    const rows: number[] = []
    for (let i = Math.max(0, line); i < line + count; i++) {
      const at = this.#lines.at(i)
      if (at && 'row' in at) rows.push(at.row)
    }
    const found = new Map<number, string>()
    for (const row of rows) {
      const here = this.rows.row(row)
      if (here) found.set(row, here.id)
    }
    for (const row of rows) {
      if (found.has(row)) continue
      const answer = await commands.dealRows({ query: this.#query(), offset: row, limit: WINDOW })
      answer.rows.forEach((deal, i) => found.set(row + i, deal.id))
    }
    return rows.flatMap((row) => found.get(row) ?? [])
  }
}
