/** Saves something: the toast offers undo, a refusal is shown, and nothing is said to be saved before it is. */
import type { Done } from '../bindings'
import { notify, notifyError } from './notices.svelte'
import { undoLast } from './undo.svelte'

export async function act<T>(saving: Promise<Done<T>>, quiet = false): Promise<Done<T> | undefined> {
  try {
    const done = await saving
    if (!quiet && done.label) notify(done.label, [{ label: 'Undo', run: () => void undoLast() }])
    return done
  } catch (error) {
    notifyError(error)
    return undefined
  }
}
