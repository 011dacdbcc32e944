/** A file was saved: the toast says where, and opens it or its folder. */
import { commands } from '../bindings'
import { notify, notifyError } from './notices.svelte'

export function notifySaved(text: string, path: string): void {
  notify(text, [
    { label: 'Open', run: () => void commands.showSaved(path, 'file').catch(notifyError), stays: true },
    { label: 'Show in folder', run: () => void commands.showSaved(path, 'folder').catch(notifyError), stays: true },
  ])
}
