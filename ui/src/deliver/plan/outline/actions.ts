/** What one does to a row of the outline, by key, menu or button: the same here. */
import { act } from '../../../lib/act'
import { announce } from '../../../lib/announce.svelte'
import { commands, type PlanRow } from '../../../lib/backend'
import { putOnClipboard } from '../../../lib/clipboard'
import { plural } from '../../../lib/format'
import { notify, notifyError } from '../../../lib/notices.svelte'
import { writeTsv } from '../../../lib/tsv'
import type { PlanState } from '../plan.svelte'
import { askReplan } from '../replan.svelte'
import { keyOf } from '../rows'
import { COLUMNS, fixed, shown, type Key } from './columns'
import { down, indent, outdent, up } from './place'

export type Way = 'indent' | 'outdent' | 'up' | 'down'
const ways = {
  indent: { go: indent, not: 'There is no row before it on its level to become a part of.' },
  outdent: { go: outdent, not: 'It is on the outermost level already.' },
  up: { go: up, not: 'It is the first already.' },
  down: { go: down, not: 'It is the last already.' },
}

/** Whether a row can go that way. */
export const goes = (plan: PlanState, row: PlanRow | undefined, way: Way): boolean =>
  !!row?.task && !!ways[way].go(plan.data?.rows ?? [], keyOf(row))

/** Moves a row, with its parts. */
export async function move(plan: PlanState, row: PlanRow, way: Way): Promise<void> {
  if (!row.task) return announce('A phase keeps its place.')
  const place = ways[way].go(plan.data?.rows ?? [], keyOf(row))
  if (!place) return announce(ways[way].not)
  if (place.parent) plan.fold(place.parent, true)
  await act(commands.placeTask({ task: row.task, ...place }))
}

/** A task becomes a milestone, a milestone a task of one day. */
export async function milestone(plan: PlanState, row: PlanRow): Promise<void> {
  const why = fixed(row, 'duration')
  if (why || !row.task) return announce(why ?? '')
  await askReplan(plan.project, [{ what: 'duration', task: row.task, days: row.kind === 'milestone' ? 1 : 0 }])
}

/** Into the trash, with its parts. Answers whether it went. */
export async function remove(row: PlanRow): Promise<boolean> {
  if (!row.task) {
    announce('A phase stays as long as its project.')
    return false
  }
  return !!(await act(commands.deleteTask(row.task)))
}

/** The whole outline as a spreadsheet takes it. */
export async function copy(plan: PlanState): Promise<void> {
  const rows = plan.data?.rows ?? []
  const cell = (row: PlanRow, key: Key, at: number): string => {
    if (key === 'number') return String(at + 1)
    if (key === 'name') return `${'  '.repeat(row.level)}${row.name}`
    const days: Partial<Record<Key, string | number | null>> = {
      wbs: row.wbs,
      duration: row.duration_days,
      start: row.start,
      finish: row.finish,
      predecessors: row.predecessors,
      assignee: row.assignee?.name ?? null,
      percent: row.percent,
      slack: row.total_slack_days,
      deadline: row.deadline,
      bound: shown(row, 'bound', 0),
    }
    return String(days[key] ?? '')
  }
  const table = [COLUMNS.map((column) => column.label), ...rows.map((row, at) => COLUMNS.map((column) => cell(row, column.key, at)))]
  try {
    await putOnClipboard(Promise.resolve(writeTsv(table)))
    notify(`Copied ${plural(rows.length, 'row')}. Paste them into a spreadsheet.`, [], 'info')
  } catch (error) {
    notifyError(error)
  }
}
