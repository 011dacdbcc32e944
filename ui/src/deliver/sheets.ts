/** Work taken out of the program: job sheets, weeks on paper, calendars. Each asks where to, writes, and says where it is. */
import { commands, type SheetDone } from '../lib/backend'
import { save } from '../lib/files'
import { notifyError } from '../lib/notices.svelte'
import { notifySaved } from '../lib/saved'

/** A name without what file systems can't take. */
export const fileName = (text: string): string =>
  text
    .replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)

async function keep(name: string, end: string, write: (path: string) => Promise<SheetDone>): Promise<void> {
  try {
    const path = await save({ defaultPath: `${fileName(name)}.${end}` })
    if (!path) return
    const done = await write(path)
    notifySaved(`Saved ${name} to ${done.path}`, done.path)
  } catch (thrown) {
    notifyError(thrown)
  }
}

export const keepJob = (task: { id: string; name: string }): Promise<void> =>
  keep(`Job sheet ${task.name}`, 'pdf', (path) => commands.printJob(task.id, path))

/** `from`: any day of the week; `null`: this one. */
export const keepWeek = (whose: { person?: string; team?: string; name: string }, from: string | null): Promise<void> =>
  keep(`Week ${whose.name}`, 'pdf', (path) => commands.printWeek({ person: whose.person ?? null, team: whose.team ?? null, from }, path))

export const keepCalendar = (person: { id: string; name: string }): Promise<void> =>
  keep(`Calendar ${person.name}`, 'ics', (path) => commands.exportIcs(person.id, path))
