/** The one way a plan is changed: what follows from a change is shown before it is made, and what moves nothing else is made at once. */
import { act } from '../../lib/act'
import { asError, commands, type PlanChange, type PlanDiff, type Replan } from '../../lib/backend'
import { notifyError } from '../../lib/notices.svelte'
import { asks } from './diff'

export type AskOptions = {
  /** Show the difference even if nothing else moves. */
  always?: boolean
  /** Pull tasks earlier where they could be. */
  earlier?: boolean
  /** What isn't begun can't begin before today. */
  from_today?: boolean
  /** Told why it was refused; without it that is a notice. */
  refused?: (why: string) => void
}
export type Question = { replan: Replan; diff: PlanDiff; answer: (applied: boolean) => void }

let question = $state.raw<Question>()

export const replanning = {
  get question(): Question | undefined {
    return question
  },
}

/** Makes changes to the plan of a project. True: they were made. False: refused, or somebody decided otherwise; nothing was changed. */
export async function askReplan(project: string, changes: PlanChange[], options: AskOptions = {}): Promise<boolean> {
  const { always = false, earlier = false, from_today = false, refused } = options
  const replan: Replan = { project, changes, earlier, from_today, reason: null }
  try {
    const diff = await commands.replanPreview(replan)
    if (always || asks(diff, changes)) return await new Promise<boolean>((answer) => put({ replan, diff, answer }))
    return !!(await act(commands.replan(replan)))
  } catch (error) {
    if (refused) refused(asError(error).message)
    else notifyError(error)
    return false
  }
}

function put(next: Question) {
  question?.answer(false)
  question = next
}

/** Ends the question without a change. */
export function drop(): void {
  question?.answer(false)
  question = undefined
}

/** Asks the same with other options. */
export async function look(change: Partial<Pick<Replan, 'earlier' | 'from_today'>>): Promise<void> {
  const asked = question
  if (!asked) return
  const replan = { ...asked.replan, ...change }
  try {
    const diff = await commands.replanPreview(replan)
    if (question === asked) question = { ...asked, replan, diff }
  } catch (error) {
    notifyError(error)
  }
}

/** Makes the change that is shown, as one step. Answers whether it was made. */
export async function apply(reason: string): Promise<boolean> {
  const asked = question
  if (!asked) return false
  const done = await act(commands.replan({ ...asked.replan, reason: reason.trim() || null }))
  if (!done) return false
  if (question === asked) question = undefined
  asked.answer(true)
  return true
}
