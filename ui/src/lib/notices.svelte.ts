/** Toasts, and the list in which they stay readable. */
import { toast } from 'svelte-sonner'
import { announce } from './announce.svelte'
import { asError } from './backend'

/** One that `stays` is still offered in the list of notices, e.g. opening a project; undo belongs to its moment. */
export type Action = { label: string; run: () => void; stays?: boolean }
export type Notice = { id: number; at: number; kind: 'done' | 'error' | 'info'; text: string; actions: Action[]; read: boolean }

const KEPT = 100
let list = $state.raw<Notice[]>([])
let next = 1

export const notices = {
  get list(): Notice[] {
    return list
  },
  /** What went wrong or offers something to open; what one did oneself is no news. */
  get unread(): number {
    return list.filter((notice) => !notice.read && (notice.kind === 'error' || notice.actions.some((action) => action.stays))).length
  },
}

export function markRead(): void {
  list = list.map((notice) => ({ ...notice, read: true }))
}

export function notify(text: string, actions: Action[] = [], kind: Notice['kind'] = 'done'): void {
  const notice: Notice = { id: next++, at: Date.now(), kind, text, actions, read: false }
  list = [notice, ...list].slice(0, KEPT)
  announce(text)
  const [first, second] = actions
  toast(text, {
    duration: kind === 'error' ? 12_000 : 8_000,
    ...(first ? { action: { label: first.label, onClick: first.run } } : {}),
    ...(second ? { cancel: { label: second.label, onClick: second.run } } : {}),
  })
}

/** Shows why something did not happen. */
/** What was typed can't be taken: says why and answers false, so that the field stays open with it. */
export function refuse(message: string): false {
  notify(message, [], 'error')
  return false
}

export function notifyError(error: unknown): void {
  notify(asError(error).message, [], 'error')
}
