/** What a field offers while a name is typed. */
import { commands } from '../../lib/backend'

export async function findCompanies(text: string): Promise<{ id: string; name: string }[]> {
  return (await commands.companies({ text: text.trim() || null, offset: 0, limit: 12 })).rows
}
