/** Where pick-or-create fields look. */
import { commands } from '../lib/backend'
import type { Choice, Option } from '../shared/Combobox.svelte'

export const findCompanies = async (text: string): Promise<Option[]> =>
  (await commands.companies({ text: text.trim() || null, offset: 0, limit: 12 })).rows
export const findContacts = async (text: string): Promise<Option[]> =>
  (await commands.contacts({ text: text.trim() || null, offset: 0, limit: 12 })).rows
export const findProducts = async (text: string): Promise<Option[]> => matching(await commands.products(), text)
export const findPeople = async (text: string): Promise<Option[]> =>
  matching(
    (await commands.people()).filter((person) => person.active),
    text,
  )

function matching(options: readonly Option[], text: string): Option[] {
  const words = text.trim().toLowerCase()
  return options.filter((option) => option.name.toLowerCase().includes(words))
}

/** A choice as Rust takes it: an id, or a name to find or create. */
export function refOf(choice: Choice | null): { id: string } | { name: string } | null {
  if (!choice) return null
  return 'id' in choice ? { id: choice.id } : { name: choice.name }
}

export function nameOf(choice: Choice | null): string {
  return choice?.name ?? ''
}
