/** The clock that runs for the acting person: asked once for the whole window, counted on by the minute. */
import { commands, type TimeOn, type Timer } from '../lib/backend'
import { watch } from '../lib/live.svelte'
import { notifyError } from '../lib/notices.svelte'

let now = $state.raw<Timer | null>(null)
let tick = $state(Date.now())

export const timer = {
  get now(): Timer | null {
    return now
  },
  /** How long it runs, in milliseconds. */
  get ran(): number {
    return now ? tick - now.started_at : 0
  },
}

/** Whether it runs on this. */
export function runsOn(on: TimeOn): boolean {
  return on.kind === 'task' ? now?.task?.id === on.id : !!now && !now.task && now.project.id === on.id
}

async function look(): Promise<void> {
  try {
    now = (await commands.runningTimer()).timer
    tick = Date.now()
  } catch (error) {
    notifyError(error)
  }
}

/** Follows the clock while the window is open; answers how to stop. */
export function followTimer(): () => void {
  void look()
  const away = watch(['time', 'people', 'tasks', 'projects'], () => void look())
  const beat = setInterval(() => now && (tick = Date.now()), 10_000)
  return () => {
    away()
    clearInterval(beat)
  }
}
