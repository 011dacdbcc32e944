/** Looks for what is entered a moment after the last key. */
import type { Duplicate, Entered } from '../../lib/backend'

const PAUSE_MS = 200

export class Likeness {
  found = $state.raw<Duplicate[]>([])
  #asked = 0

  constructor(entered: () => Entered, ask: (entered: Entered) => Promise<Duplicate[]>) {
    $effect(() => {
      const now = entered()
      const mine = ++this.#asked
      const timer = setTimeout(async () => {
        // What is only said may also stay unsaid: entering goes on.
        const found = await ask(now).catch(() => [])
        if (mine === this.#asked) this.found = found
      }, PAUSE_MS)
      return () => clearTimeout(timer)
    })
  }
}
