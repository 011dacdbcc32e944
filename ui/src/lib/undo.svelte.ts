/** Undo of whatever was last, in any view, also tomorrow. What is off-screen, old or only partly possible is named and asked first. */
import { commands, type UndoOffer } from '../bindings'
import { day } from './format'
import { notify, notifyError } from './notices.svelte'
import { route } from './route.svelte'
import { lookAgain, session } from './session.svelte'

export type Question = { way: 'undo' | 'redo'; offer: UndoOffer; why: string[] }

let question = $state.raw<Question>()

export const undoing = {
  get question(): Question | undefined {
    return question
  },
}

export async function undoLast(): Promise<void> {
  await ask('undo')
}

export async function redoLast(): Promise<void> {
  await ask('redo')
}

/** The answer to the question, if one was asked. */
export async function answer(yes: boolean): Promise<void> {
  const asked = question
  question = undefined
  if (yes && asked) await take(asked.way, asked.offer)
}

async function ask(way: 'undo' | 'redo') {
  await lookAgain()
  const offer = way === 'undo' ? session.data?.undo : session.data?.redo
  if (!offer) return notify(way === 'undo' ? 'There is nothing to undo.' : 'There is nothing to redo.', [], 'info')
  if (offer.refused) return notify(offer.refused, [], 'error')
  const why = reasons(offer)
  if (why.length) question = { way, offer, why }
  else await take(way, offer)
}

function reasons(offer: UndoOffer): string[] {
  const why = [...offer.kept]
  if (session.data && offer.day !== session.data.today) why.unshift(`This was done on ${day(offer.day)}.`)
  if (!onScreen(offer)) why.unshift('It is not on this screen.')
  // What goes with it asks nothing by itself, but belongs to an answer.
  return why.length ? [...why, ...offer.with] : why
}

/** A record's screen, its board, or the record itself beside it. */
function onScreen(offer: UndoOffer): boolean {
  const { screen, id, peek } = route.now
  if (!offer.subject) return true
  if (offer.subject.id === id || offer.subject.id === peek?.id) return true
  const shownOn: Record<string, string[]> = {
    deal: ['pipeline', 'deal', 'today', 'calendar'],
    activity: ['today', 'calendar', 'deal', 'company', 'contact'],
    task: ['project', 'my-work', 'today', 'workload'],
    project: ['projects', 'project', 'workload'],
    company: ['companies', 'today', 'calendar'],
    contact: ['contacts', 'today', 'calendar'],
    lead: ['leads', 'pipeline', 'today'],
    handoff: ['handoffs'],
    template: ['templates'],
  }
  return shownOn[offer.subject.table]?.includes(screen) ?? true
}

async function take(way: 'undo' | 'redo', offer: UndoOffer) {
  try {
    const done = await (way === 'undo' ? commands.undo(offer.seq) : commands.redo(offer.seq))
    const text = `${way === 'undo' ? 'Undone' : 'Done again'}: ${offer.label.replace(/^Undid: /, '')}`
    const again = way === 'undo' ? { label: 'Redo', run: () => void redoLast() } : { label: 'Undo', run: () => void undoLast() }
    notify([text, ...offer.with, ...done.kept].join(' '), [again])
  } catch (error) {
    notifyError(error)
  }
  await lookAgain()
}
