/** Puts text that is still on its way onto the clipboard. Call it while the key or button is being pressed: only then may a page write. */
export async function putOnClipboard(text: Promise<string>): Promise<void> {
  const plain = text.then((words) => new Blob([words], { type: 'text/plain' }))
  // Where writing is refused, nobody else hears of a text that could not be fetched.
  plain.catch(() => {})
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': plain })])
  } catch (refused) {
    await text
    throw new Error(refused instanceof Error ? refused.message : String(refused), { cause: refused })
  }
}
