/** Where a field for a deal looks. */
import { commands } from '../lib/backend'
import type { Option } from '../shared/Combobox.svelte'

export async function findDeals(text: string): Promise<Option[]> {
  if (!text.trim()) return []
  const hits = await commands.search(text, 40)
  return hits
    .filter((hit) => hit.kind === 'deal')
    .map((hit) => ({ id: hit.id, name: hit.subtitle ? `${hit.title} · ${hit.subtitle}` : hit.title }))
}
