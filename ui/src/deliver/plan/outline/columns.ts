/** The columns of the outline: what stands in them and what may be typed. Pure. */
import type { Bound, PlanRow } from '../../../lib/backend'
import { parseDay } from '../../../lib/date'
import { weekday } from '../../../lib/format'

export type Key =
  'number' | 'wbs' | 'name' | 'duration' | 'start' | 'finish' | 'predecessors' | 'assignee' | 'percent' | 'slack' | 'deadline' | 'bound'
export type Column = { key: Key; label: string; width: string; least: number; num?: boolean; edits: boolean }

export const COLUMNS: readonly Column[] = [
  { key: 'number', label: 'No.', width: '3.75rem', least: 3.75, num: true, edits: false },
  { key: 'wbs', label: 'WBS', width: '4.5rem', least: 4.5, edits: false },
  { key: 'name', label: 'Task', width: 'minmax(14rem, 3fr)', least: 14, edits: true },
  { key: 'duration', label: 'Duration', width: '5.25rem', least: 5.25, num: true, edits: true },
  { key: 'start', label: 'Start', width: '8.75rem', least: 8.75, edits: true },
  { key: 'finish', label: 'Finish', width: '8.75rem', least: 8.75, edits: true },
  { key: 'predecessors', label: 'Predecessors', width: 'minmax(7rem, 1fr)', least: 7, edits: true },
  { key: 'assignee', label: 'Who', width: 'minmax(7rem, 1fr)', least: 7, edits: true },
  { key: 'percent', label: 'Progress', width: '5rem', least: 5, num: true, edits: true },
  { key: 'slack', label: 'Slack', width: '7rem', least: 7, edits: false },
  { key: 'deadline', label: 'Deadline', width: '8.75rem', least: 8.75, edits: true },
  { key: 'bound', label: 'Constraint', width: '11rem', least: 11, edits: true },
]
/** Where the cursor begins: at the name. */
export const NAME = COLUMNS.findIndex((column) => column.key === 'name')

export const isSummary = (row: PlanRow): boolean => row.kind === 'phase' || row.kind === 'group'

/** What stands in a cell, and what editing it begins with. */
export function shown(row: PlanRow, key: Key, number: number): string {
  switch (key) {
    case 'number':
      return String(number)
    case 'wbs':
      return row.wbs
    case 'name':
      return row.name
    case 'duration':
      return row.duration_days === null ? '' : `${row.duration_days} d`
    case 'start':
      return row.start ? weekday(row.start) : ''
    case 'finish':
      return row.finish ? weekday(row.finish) : ''
    case 'predecessors':
      return row.predecessors
    case 'assignee':
      return row.assignee?.name ?? ''
    case 'percent':
      return row.percent === null ? '' : `${row.percent} %`
    case 'slack':
      return row.total_slack_days === null ? '' : `${row.total_slack_days} d`
    case 'deadline':
      return row.deadline ? weekday(row.deadline) : ''
    case 'bound':
      return row.bound === 'asap' || !row.bound_day ? '' : `${BOUNDS[row.bound]} ${weekday(row.bound_day)}`
  }
}

/** How a constraint is said; the same words are understood when typed. */
const BOUNDS: Record<Exclude<Bound, 'asap'>, string> = { start_after: 'not before', finish_before: 'not after', fixed: 'on' }
const SAID: [Exclude<Bound, 'asap'>, RegExp][] = [
  ['start_after', /^(?:not before|after|from|>=?)\s+(.+)$/i],
  ['finish_before', /^(?:not after|until|before|by|<=?)\s+(.+)$/i],
  ['fixed', /^(?:on|fixed|=)\s+(.+)$/i],
]

/** A constraint out of "not before 5 Jan", "by fri", "on 12.1."; nothing typed: as soon as possible; `undefined` when it is none. */
export function readBound(text: string, today: string): { bound: Bound; day: string | null } | undefined {
  if (!text.trim()) return { bound: 'asap', day: null }
  for (const [bound, words] of SAID) {
    const day = parseDay((words.exec(text.trim())?.[1] ?? '').replace(/^[a-z]{3},\s*/i, ''), today)
    if (day) return { bound, day }
  }
  return undefined
}

/** Why a cell can't be edited; nothing where it can. */
export function fixed(row: PlanRow, key: Key): string | undefined {
  if (!COLUMNS.find((column) => column.key === key)?.edits) return 'This is counted, not typed.'
  if (row.kind === 'phase') return key === 'name' ? undefined : `“${row.name}” is a phase: it spans its tasks.`
  if (row.kind === 'group' && key !== 'name' && key !== 'predecessors' && key !== 'assignee' && key !== 'deadline')
    return `“${row.name}” has parts: this follows from theirs.`
  return undefined
}

/** Working days out of "3", "3 d", "2 w"; `undefined` when it is none. */
export function readDuration(text: string): number | undefined {
  const found = /^(\d{1,12})\s*(d|days?|w|wks?|weeks?)?$/i.exec(text.trim())
  if (!found) return undefined
  const days = Number(found[1]) * (found[2]?.[0]?.toLowerCase() === 'w' ? 5 : 1)
  // What no plan can hold is refused by the plan itself, in its own words.
  return Math.min(days, 4_294_967_295)
}

/** Percent out of "50", "50 %"; `null` for nothing, `undefined` when it is none. */
export function readPercent(text: string): number | null | undefined {
  if (!text.trim()) return null
  const found = /^(\d{1,3})\s*%?$/.exec(text.trim())
  return found && Number(found[1]) <= 255 ? Number(found[1]) : undefined
}

/** How what is being typed is understood, to say it back; `undefined` where that goes without saying. */
export function understood(key: Key, text: string, today: string): string | undefined {
  if (key === 'bound' && text.trim()) {
    const read = readBound(text, today)
    return read?.day
      ? `${BOUNDS[read.bound as keyof typeof BOUNDS]} ${weekday(read.day)}`
      : 'e.g. “not before 5 Jan”, “not after fri”, “on 12 Jan”'
  }
  if ((key !== 'start' && key !== 'finish' && key !== 'deadline') || !text.trim()) return undefined
  const day = parseDay(text, today)
  return day ? weekday(day) : 'not a day yet'
}
