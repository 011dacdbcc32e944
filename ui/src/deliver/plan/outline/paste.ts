/** Rows of a spreadsheet as lines of an outline: which column is what, and what could not be read. Pure. */
import type { NewLine } from '../../../lib/backend'
import { parseDay } from '../../../lib/date'
import { readDuration } from './columns'

export type Kind = 'none' | 'id' | 'wbs' | 'name' | 'duration' | 'start' | 'finish' | 'predecessors' | 'assignee'
export const KINDS: readonly { kind: Kind; label: string }[] = [
  { kind: 'none', label: 'Left out' },
  { kind: 'id', label: 'Number' },
  { kind: 'wbs', label: 'WBS' },
  { kind: 'name', label: 'Task' },
  { kind: 'duration', label: 'Duration' },
  { kind: 'start', label: 'Start' },
  { kind: 'finish', label: 'Finish' },
  { kind: 'predecessors', label: 'Predecessors' },
  { kind: 'assignee', label: 'Who' },
]
const HEADS: [Kind, RegExp][] = [
  ['id', /^(id|no\.?|nr\.?|#|number|line)$/i],
  ['wbs', /^(wbs|outline( number)?|level)$/i],
  ['name', /^(task|task name|name|what|title)$/i],
  ['duration', /^(duration|duration_days|days|length)$/i],
  ['start', /^(start|start date|begin|from)$/i],
  ['finish', /^(finish|finish date|end|due|due date|to)$/i],
  ['predecessors', /^(predecessors?|depends on|waits for|after)$/i],
  ['assignee', /^(who|assignee|resource names?|owner|person|assigned to)$/i],
]
type Cells = readonly (readonly string[])[]

/** What each column seems to be; `head`: the first row names them. */
export function guess(cells: Cells): { kinds: Kind[]; head: boolean } {
  const first = cells[0] ?? []
  const named = first.map((cell) => HEADS.find(([, words]) => words.test(cell.trim()))?.[0] ?? 'none')
  if (named.includes('name')) return { kinds: named, head: true }
  const width = Math.max(0, ...cells.map((row) => row.length))
  const kinds: Kind[] = Array.from({ length: width }, () => 'none')
  const all = (column: number, test: RegExp) => cells.every((row) => test.test((row[column] ?? '').trim()))
  // Figures before the first words are the numbers of the rows.
  const name = Math.max(
    0,
    kinds.findIndex((_, column) => !all(column, /^[\d.]*$/)),
  )
  kinds[name] = 'name'
  if (name > 0) kinds[name - 1] = cells.some((row) => row[name - 1]?.includes('.')) ? 'wbs' : 'id'
  const rest: Kind[] = ['duration', 'predecessors']
  for (let column = name + 1; column < width && rest.length; column++) {
    const next = rest[0] === 'duration' && !all(column, /^(\d+\s*[a-z]*)?$/i) ? 'predecessors' : rest[0]
    if (next) kinds[column] = next
    rest.splice(0, rest.indexOf(next ?? 'duration') + 1)
  }
  return { kinds, head: false }
}

export type Pasted = { rows: NewLine[]; problems: { line: number; text: string }[] }
type Reading = { kinds: readonly Kind[]; head: boolean; today: string; people: readonly { id: string; name: string }[] }

/** The lines, and what of them was left out. Rows without a name are skipped. */
export function readLines(cells: Cells, { kinds, head, today, people }: Reading): Pasted {
  const cell = (row: readonly string[], kind: Kind) => (kinds.includes(kind) ? (row[kinds.indexOf(kind)] ?? '') : '')
  const body = cells.slice(head ? 1 : 0).filter((row) => cell(row, 'name').trim())
  const numbers = new Map(body.flatMap((row, i) => (cell(row, 'id').trim() ? [[cell(row, 'id').trim(), i + 1] as const] : [])))
  const problems: Pasted['problems'] = []
  const rows = body.map((row, i): NewLine => {
    const read = <T>(kind: Kind, way: (text: string) => T | undefined, what: string): T | null => {
      const text = cell(row, kind).trim()
      if (!text) return null
      const value = way(text)
      if (value === undefined) problems.push({ line: i + 1, text: `“${text}” is ${what}` })
      return value ?? null
    }
    const person = (text: string) => people.find((one) => one.name.toLowerCase() === text.toLowerCase())?.id
    return {
      level: levelOf(cell(row, 'name'), cell(row, 'wbs')),
      name: cell(row, 'name').trim(),
      duration_days: read('duration', readDuration, 'no duration'),
      start: read('start', (text) => parseDay(text, today), 'not a day'),
      finish: read('finish', (text) => parseDay(text, today), 'not a day'),
      predecessors: numbers.size ? renumber(cell(row, 'predecessors'), numbers) : cell(row, 'predecessors').trim(),
      assignee: read('assignee', person, 'nobody here'),
    }
  })
  const least = Math.min(...rows.map((row) => row.level))
  return { rows: rows.map((row) => ({ ...row, level: row.level - least })), problems }
}

/** By the WBS number, else by the spaces before the name. */
function levelOf(name: string, wbs: string): number {
  if (wbs.trim()) return wbs.trim().replace(/\.$/, '').split('.').length - 1
  return Math.floor((/^\s*/.exec(name)?.[0].length ?? 0) / 2)
}

/** "12FS+2d" with the number of a row in place of the one the spreadsheet knew it by. */
function renumber(text: string, numbers: ReadonlyMap<string, number>): string {
  return text
    .split(/[;,]/)
    .map((part) => part.trim().replace(/^\d+/, (id) => String(numbers.get(id) ?? id)))
    .filter(Boolean)
    .join(';')
}
