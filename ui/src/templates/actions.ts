/** What can be done to a whole template, from the list and from its editor. */
import { act } from '../lib/act'
import { commands, type TemplateRow } from '../lib/backend'
import { go } from '../lib/route.svelte'

export async function duplicate(id: string): Promise<void> {
  const done = await act(commands.duplicateTemplate(id))
  if (done) go('templates', done.value)
}

/** Deletes at once where nothing uses it, since undo brings it back. False where somebody has to be asked first. */
export async function deletedAtOnce(row: TemplateRow): Promise<boolean> {
  if (row.pipelines.length) return false
  await act(commands.deleteTemplate(row.id, null))
  return true
}
