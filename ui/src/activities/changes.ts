/** What differs between an activity and what a sheet says about it. Pure but for the last step. */
import { commands, type Activity, type ActivityEdit, type ActivityKind } from '../lib/backend'
import type { When } from '../lib/when'

type Named = { id: string } | null
export type Draft = {
  kind: ActivityKind
  subject: string
  body: string
  minutes: number | null
  outcome: string
  deal: Named
  contact: Named
  owner: Named
  when: When | null
}

/** An edit for every field that is not as it was. A note's words are its subject. */
export function edits(was: Activity, draft: Draft): ActivityEdit[] {
  const found: ActivityEdit[] = []
  const note = was.kind === 'note'
  if (draft.kind !== was.kind) found.push({ field: 'kind', value: draft.kind })
  if (draft.subject.trim() !== (note ? (was.body ?? was.subject) : was.subject)) found.push({ field: 'subject', value: draft.subject })
  if (!note && draft.body.trim() !== (was.body ?? '')) found.push({ field: 'body', value: draft.body })
  if (!note && draft.outcome.trim() !== (was.outcome ?? '')) found.push({ field: 'outcome', value: draft.outcome })
  const { when, minutes } = draft
  const moved = when && (when.day !== was.due || when.minute !== was.minute || minutes !== was.minutes)
  if (moved && !was.done_on) found.push({ field: 'when', value: { ...when, minutes } })
  for (const field of ['deal', 'contact', 'owner'] as const) {
    const id = draft[field]?.id ?? null
    if (id !== (was[field]?.id ?? null)) found.push({ field, value: id })
  }
  return found
}

/** Saves them as one step; answers what it is called, or nothing where nothing differs. */
export async function changes(was: Activity, draft: Draft): Promise<string | undefined> {
  const list = edits(was, draft)
  return list.length ? (await commands.editActivity(was.id, list)).label : undefined
}
