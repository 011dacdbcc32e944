/** Every route to a new stage (drag, keys, menu, buttons) ends here: the same sheets, the same verbs. */
import { commands, type Stage } from '../lib/backend'
import { notify, notifyError } from '../lib/notices.svelte'
import { go, peek } from '../lib/route.svelte'
import { undoLast } from '../lib/undo.svelte'

export type Spot = { above: string | null; below: string | null }
/** A sheet that is open; `done` hears the revision of the change, or null when it was called off. */
export type Asking = { what: 'win' | 'lose'; deal: string; name: string; stage: string; spot: Spot; done: (rev: number | null) => void }

let asking = $state.raw<Asking>()

export const sheets = {
  get asking(): Asking | undefined {
    return asking
  },
}

const TOP: Spot = { above: null, below: null }

/** Moves a deal into a stage; won and lost stages ask first. Answers the revision, or null when called off. */
export async function moveDeal(deal: { id: string; name: string }, stage: Stage, spot: Spot = TOP, from?: Stage): Promise<number | null> {
  if (stage.kind !== 'open' && from?.kind !== stage.kind) {
    return new Promise(
      (done) => (asking = { what: stage.kind === 'won' ? 'win' : 'lose', deal: deal.id, name: deal.name, stage: stage.id, spot, done }),
    )
  }
  const { rev, label } = await commands.moveDeal({ deal: deal.id, stage: stage.id, ...spot })
  if (from?.id !== stage.id) notify(label, [{ label: 'Undo', run: () => void undoLast() }])
  return rev
}

/** Closes the open sheet with its outcome. */
export function settle(rev: number | null): void {
  const open = asking
  asking = undefined
  open?.done(rev)
}

/** How often, a tenth of a second apart, a project that the worker is making is looked for. */
const LOOKS = 30

/** Goes to the project of a won deal; where the worker could not make it, to the handoff that says why. */
export async function openProject(deal: string): Promise<void> {
  try {
    for (let look = 0; ; look++) {
      const { handoff } = await commands.deal(deal)
      if (handoff?.project) return go('project', handoff.project.id)
      if (handoff?.state !== 'pending' || look === LOOKS) return handoff ? peek({ kind: 'handoff', id: handoff.id }) : undefined
      await new Promise((done) => setTimeout(done, 100))
    }
  } catch (thrown) {
    notifyError(thrown)
  }
}
