/** Files dropped on the window: who takes them. The record under the pointer, else the one shown last. */
import { getCurrentWebview } from '@tauri-apps/api/webview'
import type { Holder } from '../../lib/backend'

export type Target = { of: Holder; name: string; take: (paths: string[]) => void }

let targets = $state.raw<Target[]>([])
let over = $state.raw<Target>()
let listening = false

export const dropping = {
  /** The record that would take the files now, while some are dragged over the window. */
  get over(): Target | undefined {
    return over
  },
}

/** Takes files until the answer is called. */
export function takesFiles(target: Target): () => void {
  targets = [...targets, target]
  if (!listening) void listen()
  return () => {
    targets = targets.filter((other) => other !== target)
    if (over === target) over = undefined
  }
}

/** Which record a point of the window belongs to. `found` is the id under the pointer, if any. */
export function targetOf(all: readonly Target[], found: string | undefined): Target | undefined {
  return all.find((target) => target.of.id === found) ?? all.at(-1)
}

async function listen() {
  listening = true
  try {
    await getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'leave') over = undefined
      else {
        const { x, y } = payload.position
        const scale = window.devicePixelRatio || 1
        const at = document.elementFromPoint(x / scale, y / scale)?.closest<HTMLElement>('[data-takes-files]')
        const target = targetOf(targets, at?.dataset.takesFiles)
        over = payload.type === 'drop' ? undefined : target
        if (payload.type === 'drop') target?.take(payload.paths)
      }
    })
  } catch {
    // Outside the application's own window nothing is dropped.
    listening = false
  }
}
