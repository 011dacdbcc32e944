/** Every route to a new stage (drag, keys, menu, buttons) ends here: the same sheets, the same verbs. */
import { asError, commands, type Missing, type Stage } from '../lib/backend'
import { notify, notifyError } from '../lib/notices.svelte'
import { go, peek } from '../lib/route.svelte'
import { undoLast } from '../lib/undo.svelte'
import { answerable } from './needed'

export type Spot = { above: string | null; below: string | null }
/** A sheet that is open; `done` hears the revision of the change, or null when it was called off. */
export type Asking = { what: 'win' | 'lose'; deal: string; name: string; stage: string; spot: Spot; done: (rev: number | null) => void }
/** A stage that asks for fields the deal lacks. */
export type Need = Omit<Asking, 'what'> & { what: 'need'; into: string; missing: Missing[] }

let asking = $state.raw<Asking | Need>()

export const sheets = {
  get asking(): Asking | Need | undefined {
    return asking
  },
}

const TOP: Spot = { above: null, below: null }

/** Moves a deal into a stage; won and lost stages ask first, others where the deal lacks what they ask for. Answers the revision, or null when called off. */
export async function moveDeal(deal: { id: string; name: string }, stage: Stage, spot: Spot = TOP, from?: Stage): Promise<number | null> {
  if (stage.kind !== 'open' && from?.kind !== stage.kind) {
    return new Promise(
      (done) => (asking = { what: stage.kind === 'won' ? 'win' : 'lose', deal: deal.id, name: deal.name, stage: stage.id, spot, done }),
    )
  }
  try {
    const { rev, label } = await commands.moveDeal({ deal: deal.id, stage: stage.id, ...spot })
    if (from?.kind === 'won' && stage.kind === 'open') await sayReopened(deal.id, label)
    else if (from?.id !== stage.id) notify(label, [{ label: 'Undo', run: () => void undoLast() }])
    return rev
  } catch (thrown) {
    const refused = asError(thrown)
    if (!answerable(refused)) throw thrown
    const { id, name } = deal
    return new Promise(
      (done) => (asking = { what: 'need', deal: id, name, stage: stage.id, into: stage.name, missing: refused.missing, spot, done }),
    )
  }
}

/** Reopens a won or lost deal, and says what becomes of its project. */
export async function reopen(deal: string): Promise<void> {
  try {
    const { label } = await commands.reopenDeal(deal, null)
    await sayReopened(deal, label)
  } catch (thrown) {
    notifyError(thrown)
  }
}

/** The project that is kept is one click away. */
async function sayReopened(deal: string, label: string): Promise<void> {
  const page = await commands.deal(deal).catch(() => undefined)
  const project = page?.handoff?.project?.id
  const undo = { label: 'Undo', run: () => void undoLast() }
  notify(label, project ? [undo, { label: 'Open the project', run: () => go('project', project), stays: true }] : [undo])
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
