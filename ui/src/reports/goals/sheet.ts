/** The sheet of goals as cells: what a key means there, what pasting would set. Pure. */
import { foreignMark, parseAmount } from '../../lib/amount'
import type { GoalSheet, SaveGoal } from '../../lib/backend'
import { exponent, money, symbol } from '../../lib/format'

export type At = { line: number; col: number }
/** Chosen cells, both corners included. */
export type Range = { from: At; to: At }

export function rangeOf(a: At, b: At): Range {
  const [lines, cols] = [
    [a.line, b.line],
    [a.col, b.col],
  ] as const
  return { from: { line: Math.min(...lines), col: Math.min(...cols) }, to: { line: Math.max(...lines), col: Math.max(...cols) } }
}
export const holds = ({ from, to }: Range, line: number, col: number) =>
  line >= from.line && line <= to.line && col >= from.col && col <= to.col
export const sizeOf = ({ from, to }: Range) => (to.line - from.line + 1) * (to.col - from.col + 1)

export type Action =
  { what: 'go'; at: At; stretch: boolean } | { what: 'edit'; text?: string } | { what: 'clear' | 'copy' | 'paste' | 'close' | 'all' }
type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** `lines` and `cols`: how many there are. */
export function actionOf(event: Pressed, { line, col }: At, lines: number, cols: number): Action | undefined {
  if (event.altKey) return undefined
  const go = (toLine: number, toCol: number): Action => ({
    what: 'go',
    at: { line: Math.max(0, Math.min(lines - 1, toLine)), col: Math.max(0, Math.min(cols - 1, toCol)) },
    stretch: event.shiftKey,
  })
  if (event.ctrlKey || event.metaKey) {
    const keys: Record<string, Action> = {
      c: { what: 'copy' },
      v: { what: 'paste' },
      a: { what: 'all' },
      Home: go(0, 0),
      End: go(lines - 1, cols - 1),
    }
    return keys[event.key]
  }
  const keys: Record<string, Action> = {
    ArrowUp: go(line - 1, col),
    ArrowDown: go(line + 1, col),
    ArrowLeft: go(line, col - 1),
    ArrowRight: go(line, col + 1),
    Home: go(line, 0),
    End: go(line, cols - 1),
    PageUp: go(0, col),
    PageDown: go(lines - 1, col),
    Enter: { what: 'edit' },
    F2: { what: 'edit' },
    Delete: { what: 'clear' },
    Backspace: { what: 'clear' },
    Escape: { what: 'close' },
  }
  return keys[event.key] ?? (/^[\d.,]$/.test(event.key) ? { what: 'edit', text: event.key } : undefined)
}

/** A typed goal: minor units, `null` for none, `undefined` where it can't be read. */
export function readGoal(text: string, currency: string): number | null | undefined {
  const plain = text.trim()
  if (!plain || plain === '–' || plain === '-') return null
  if (/^[-(]/.test(plain) || foreignMark(plain, currency, symbol(currency))) return undefined
  return parseAmount(plain, exponent(currency))
}

export type Pasted = { goals: SaveGoal[]; bad: string[]; beyond: number }

/** What these texts set when they are put down at `range`: one text fills all of it, more go as far as they reach. */
export function placed(cells: readonly string[][], range: Range, sheet: GoalSheet): Pasted {
  const one = cells.length === 1 && cells[0]?.length === 1
  const found: Pasted = { goals: [], bad: [], beyond: 0 }
  const put = (text: string, line: number, col: number) => {
    const [row, month] = [sheet.rows[line], sheet.months[col]]
    if (!row || !month) return void (found.beyond += text.trim() ? 1 : 0)
    const amount = readGoal(text, sheet.currency)
    if (amount === undefined) found.bad.push(text.trim())
    else if (amount !== (row.goals[col] ?? null)) found.goals.push({ person: row.person, month, amount, currency: sheet.currency })
  }
  if (one) {
    for (let line = range.from.line; line <= range.to.line; line++)
      for (let col = range.from.col; col <= range.to.col; col++) put(cells[0]?.[0] ?? '', line, col)
  } else cells.forEach((row, i) => row.forEach((text, j) => put(text, range.from.line + i, range.from.col + j)))
  return found
}

/** The chosen cells as a spreadsheet takes them: tabs and line ends, plain figures. */
export function copied(range: Range, sheet: GoalSheet): string {
  const digits = exponent(sheet.currency)
  const plain = (minor: number | null | undefined) => (minor === null || minor === undefined ? '' : String(minor / 10 ** digits))
  const rows = sheet.rows.slice(range.from.line, range.to.line + 1)
  return rows
    .map((row) =>
      row.goals
        .slice(range.from.col, range.to.col + 1)
        .map(plain)
        .join('\t'),
    )
    .join('\n')
}

export const shownGoal = (minor: number | null | undefined, currency: string) =>
  minor === null || minor === undefined ? '' : money(minor, currency)
