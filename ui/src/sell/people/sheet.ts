/** A list to a spreadsheet and back: chosen rows go to the clipboard, pasted rows to the import, which shows what would come of them. */
import { commands, type Target } from '../../lib/backend'
import { putOnClipboard } from '../../lib/clipboard'
import { notify, notifyError } from '../../lib/notices.svelte'
import { go } from '../../lib/route.svelte'
import { readTsv, writeTsv } from '../../lib/tsv'
import { openFile } from '../../import/plan.svelte'
import type { Head } from '../../shared/LongTable.svelte'

/** The most rows one copy takes. */
export const COPY_MOST = 50_000

/** Call it while the key or button is being pressed: only then may a page write to the clipboard. */
export function copyRows<R>(rows: Promise<R[]>, heads: readonly Head[], cell: (row: R, key: string) => string, counted: string): void {
  const text = rows.then((all) => writeTsv([heads.map((head) => head.label), ...all.map((row) => heads.map(({ key }) => cell(row, key)))]))
  putOnClipboard(text).then(() => notify(`Copied ${counted}. Paste them into a spreadsheet.`, [], 'info'), notifyError)
}

export async function pasteRows(text: string, target: Target): Promise<void> {
  try {
    const path = await commands.keepPasted(writeTsv(readTsv(text)), target)
    go('import')
    await openFile(path, target)
  } catch (error) {
    notifyError(error)
  }
}
