import { commands } from '../../lib/backend'
import type { Option } from '../../shared/Combobox.svelte'

/** Projects by a part of their name. */
export async function findProjects(text: string): Promise<Option[]> {
  const words = text.trim().toLowerCase()
  return (await commands.projects()).rows.filter((row) => row.name.toLowerCase().includes(words)).map(({ id, name }) => ({ id, name }))
}
