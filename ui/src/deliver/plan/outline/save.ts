/** What typing into a cell of the outline does. */
import { asError, commands, type PlanChange, type PlanRow, type TaskEdit } from '../../../lib/backend'
import { parseDay } from '../../../lib/date'
import { notify } from '../../../lib/notices.svelte'
import { undoLast } from '../../../lib/undo.svelte'
import { askReplan } from '../replan.svelte'
import { readBound, readDuration, readPercent, type Key } from './columns'

export type Saved = { applied: boolean; why?: string }
const wrong = (why: string): Saved => ({ applied: false, why: `${why} Nothing was changed.` })

/** Saves a cell's text. `why` says what was wrong with it; without it and not applied, somebody decided otherwise. */
export async function saveCell(project: string, row: PlanRow, key: Key, text: string, today: string): Promise<Saved> {
  const task = row.task
  if (!task) return key === 'name' && row.phase ? told(commands.renamePhase(row.phase, text)) : wrong('A phase spans its tasks.')
  if (key === 'name') return edit(task, { field: 'name', value: text })
  const change = changeOf(task, key, text, today)
  if (!change) return wrong('This can’t be typed.')
  if ('why' in change) return wrong(change.why)
  if ('field' in change) return edit(task, change)
  let why: string | undefined
  const applied = await askReplan(project, [change], { refused: (said) => (why = said) })
  return why === undefined ? { applied } : { applied, why }
}

/** A person is given a task, or it is taken from them. */
export const savePerson = (task: string, person: string | null): Promise<Saved> => edit(task, { field: 'assignee', value: person })

const edit = (task: string, change: TaskEdit): Promise<Saved> => told(commands.editTask(task, change))

async function told(saving: Promise<{ label: string }>): Promise<Saved> {
  try {
    const done = await saving
    notify(done.label, [{ label: 'Undo', run: () => void undoLast() }])
    return { applied: true }
  } catch (error) {
    return { applied: false, why: asError(error).message }
  }
}

/** The change a text means, or why it means none. */
export function changeOf(task: string, key: Key, text: string, today: string): PlanChange | TaskEdit | { why: string } | undefined {
  switch (key) {
    case 'duration': {
      const days = readDuration(text)
      return days === undefined
        ? { why: `“${text.trim()}” is no duration. Write working days or weeks, e.g. 3 d or 2 w; 0 is a milestone.` }
        : { what: 'duration', task, days }
    }
    case 'percent': {
      const percent = readPercent(text)
      return percent === undefined
        ? { why: `“${text.trim()}” is no progress. Write a figure from 0 to 100.` }
        : { what: 'percent', task, percent }
    }
    case 'start':
    case 'finish': {
      if (!text.trim()) return { field: key === 'start' ? 'start' : 'due', value: null }
      const day = parseDay(text, today)
      return day ? { what: key, task, day } : { why: `“${text.trim()}” is not a day. Write e.g. “fri”, “+2w” or “28 Nov”.` }
    }
    case 'deadline': {
      const day = text.trim() ? parseDay(text, today) : null
      return day === undefined
        ? { why: `“${text.trim()}” is not a day. Write e.g. “fri”, “+2w” or “28 Nov”.` }
        : { what: 'deadline', task, day }
    }
    case 'bound': {
      const read = readBound(text, today)
      return read
        ? { what: 'bound', task, ...read }
        : {
            why: `“${text.trim()}” is no constraint. Write “not before 5 Jan”, “not after fri” or “on 12 Jan”; nothing means as soon as possible.`,
          }
    }
    case 'predecessors':
      return { what: 'predecessors', task, text }
    default:
      return undefined
  }
}
