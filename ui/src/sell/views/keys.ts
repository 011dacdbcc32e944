/** What a key means in the table. Pure. */
export type At = { line: number; col: number }
export type Action =
  | { what: 'go'; line: number; col: number }
  | { what: 'stretch'; line: number }
  | { what: 'enter' | 'tick' | 'open' | 'all' | 'copy' | 'paste' | 'close' }
type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** `page` lines fit on the screen, `total` there are. */
export function actionOf(event: Pressed, at: At, page: number, total: number): Action | undefined {
  const mod = event.ctrlKey || event.metaKey
  if (event.altKey) return undefined
  if (mod) {
    const keys: Record<string, Action> = {
      a: { what: 'all' },
      c: { what: 'copy' },
      v: { what: 'paste' },
      Enter: { what: 'open' },
      Home: { what: 'go', line: 0, col: 1 },
      End: { what: 'go', line: total - 1, col: Infinity },
    }
    return keys[event.key]
  }
  const lines: Record<string, number> = {
    ArrowDown: at.line + 1,
    ArrowUp: at.line - 1,
    PageDown: at.line + page,
    PageUp: Math.max(0, at.line - page),
  }
  const line = lines[event.key]
  if (line !== undefined) return event.shiftKey && at.line >= 0 ? { what: 'stretch', line } : { what: 'go', line, col: at.col }
  const cols: Record<string, number> = { ArrowLeft: at.col - 1, ArrowRight: at.col + 1, Home: 0, End: Infinity }
  const col = cols[event.key]
  if (col !== undefined) return { what: 'go', line: at.line, col }
  const others: Record<string, Action> = {
    Enter: { what: 'enter' },
    F2: { what: 'enter' },
    ' ': { what: 'tick' },
    Escape: { what: 'close' },
  }
  return others[event.key]
}
