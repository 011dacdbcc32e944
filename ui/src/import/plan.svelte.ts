/** An import under way: kept when one leaves the screen, so that nothing set up is lost. Nothing is written before `run`. */
import { commands, events, type ImportPlan, type ImportPreview, type ImportReport, type Target } from '../bindings'
import { asError } from '../lib/backend'
import { notify } from '../lib/notices.svelte'
import { undoLast } from '../lib/undo.svelte'

let plan = $state.raw<ImportPlan>()
let preview = $state.raw<ImportPreview>()
let report = $state.raw<ImportReport>()
let error = $state<string>()
let looking = $state(false)
let progress = $state.raw<{ done: number; total: number }>()
let asked = 0

export const importing = {
  get plan(): ImportPlan | undefined {
    return plan
  },
  get preview(): ImportPreview | undefined {
    return preview
  },
  get report(): ImportReport | undefined {
    return report
  },
  get error(): string | undefined {
    return error
  },
  get looking(): boolean {
    return looking
  },
  get progress(): { done: number; total: number } | undefined {
    return progress
  },
}

export async function openFile(path: string, target: Target | null = null): Promise<void> {
  forget()
  looking = true
  try {
    plan = await commands.importOpen(path, target)
    await look()
  } catch (thrown) {
    error = asError(thrown).message
  }
  looking = false
}

/** Changes the plan and shows what would come of it. */
export async function change(part: Partial<ImportPlan>): Promise<void> {
  if (!plan) return
  plan = { ...plan, ...part }
  await look()
}

async function look() {
  if (!plan) return
  const mine = ++asked
  looking = true
  try {
    const answer = await commands.importPreview(plan)
    if (mine !== asked) return
    preview = answer
    plan = answer.plan
    error = undefined
  } catch (thrown) {
    if (mine === asked) error = asError(thrown).message
  } finally {
    if (mine === asked) looking = false
  }
}

export async function run(): Promise<void> {
  if (!plan || progress) return
  error = undefined
  progress = { done: 0, total: preview?.read ?? plan.rows }
  const stop = await events.progress.listen(
    ({ payload }) => (progress = { done: payload.done, total: payload.total || (progress?.total ?? 0) }),
  )
  try {
    report = await commands.importRun(plan)
    notify(`Imported: ${report.created.toLocaleString()} created, ${report.updated.toLocaleString()} updated.`, [
      { label: 'Undo', run: () => void undoLast() },
    ])
  } catch (thrown) {
    error = asError(thrown).message
  }
  stop()
  progress = undefined
}

export async function cancel(): Promise<void> {
  await commands.importCancel()
}

export function forget(): void {
  asked++
  plan = preview = report = undefined
  error = undefined
  looking = false
}
