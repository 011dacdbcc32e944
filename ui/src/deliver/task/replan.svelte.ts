/** A change of a task's dates: made at once where it moves only that task, asked about where others move with it. */
import { act } from '../../lib/act'
import { commands, type PlanChange, type PlanDiff, type Replan } from '../../lib/backend'
import { notifyError } from '../../lib/notices.svelte'

export type Question = { replan: Replan; diff: PlanDiff; task: string }

let question = $state.raw<Question>()

export const replanning = {
  get question(): Question | undefined {
    return question
  },
}

/** Whether somebody has to be asked first: other tasks move, or something can't be kept. */
export const concerns = (diff: PlanDiff, task: string) => diff.moves.some((move) => move.task.id !== task) || diff.troubles.length > 0

export async function change(project: string, task: string, changes: PlanChange[]): Promise<void> {
  const replan: Replan = { project, changes, earlier: false, from_today: false, reason: null }
  try {
    const diff = await commands.replanPreview(replan)
    if (concerns(diff, task)) question = { replan, diff, task }
    else await act(commands.replan(replan))
  } catch (error) {
    notifyError(error)
  }
}

export async function confirm(reason: string): Promise<void> {
  const asked = question
  if (!asked) return
  if (await act(commands.replan({ ...asked.replan, reason: reason.trim() || null }))) question = undefined
}

export function cancel(): void {
  question = undefined
}
