/** Work that waits for a pause is done at once when the window closes or reloads. */
import { getCurrentWindow } from '@tauri-apps/api/window'
import { commands, events } from '../bindings'

const waiting = new Set<() => Promise<void>>()
/** The window never stays open for longer than this because of it. */
const LONGEST_MS = 1_000

/** `flush` does what still waits; it is called when the window closes. */
export function beforeClosing(flush: () => Promise<void>): void {
  waiting.add(flush)
}

export async function flushAll(): Promise<void> {
  const all = Promise.allSettled([...waiting].map((flush) => flush()))
  await Promise.race([all, new Promise((done) => setTimeout(done, LONGEST_MS))])
}

/** Call once at start. */
export async function flushOnClose(): Promise<void> {
  window.addEventListener('pagehide', () => void flushAll())
  await events.quit.listen(() => void flushAll().then(() => commands.quit()))
  await getCurrentWindow().onCloseRequested(async (event) => {
    await flushAll()
    // Where the program goes on in the background the window is only hidden.
    if (await commands.closeToBackground().catch(() => false)) event.preventDefault()
  })
}
