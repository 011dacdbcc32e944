/** The system's dialogs for files, one at a time: while one is open, asking for another does nothing. */
import { open as openDialog, save as saveDialog } from '@tauri-apps/plugin-dialog'

let asking = false

async function once<T>(ask: () => Promise<T | null>): Promise<T | null> {
  if (asking) return null
  asking = true
  try {
    return await ask()
  } finally {
    asking = false
  }
}

/** Chooses a file there is; null when called off, or while another dialog is open. */
export const open = ((options) => once(() => openDialog(options))) as typeof openDialog
/** Chooses where to write; null when called off, or while another dialog is open. */
export const save = ((options) => once(() => saveDialog(options))) as typeof saveDialog
