/** What a key means in the outline. Pure. */
import type { Shown } from '../rows'
import { NAME } from './columns'

export type At = { line: number; col: number }
export type Action =
  | { what: 'go'; line: number; col: number }
  | { what: 'fold'; open: boolean }
  | { what: 'parent' | 'edit' | 'open' | 'insert' | 'indent' | 'outdent' | 'up' | 'down' | 'delete' | 'copy' | 'paste' | 'menu' | 'unfold' }
type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** `page` lines fit on the screen, `total` there are, `cols` columns; `here` is the row of the cursor, if it is one. */
export function actionOf(event: Pressed, at: At, here: Shown | undefined, page: number, total: number, cols: number): Action | undefined {
  const { key } = event
  if (event.altKey) {
    if (event.ctrlKey || event.metaKey) return undefined
    const moves: Record<string, Action> = event.shiftKey
      ? { ArrowRight: { what: 'indent' }, ArrowLeft: { what: 'outdent' } }
      : { ArrowUp: { what: 'up' }, ArrowDown: { what: 'down' } }
    return moves[key]
  }
  const last = total - 1
  if (event.ctrlKey || event.metaKey) {
    const keys: Record<string, Action> = {
      c: { what: 'copy' },
      v: { what: 'paste' },
      Enter: { what: 'open' },
      Home: { what: 'go', line: 0, col: 0 },
      End: { what: 'go', line: last, col: cols - 1 },
    }
    return keys[key]
  }
  // On the name the arrows open and close, as in any tree.
  if (here && at.col === NAME && !event.shiftKey) {
    if (key === 'ArrowRight' && here.below && !here.open) return { what: 'fold', open: true }
    if (key === 'ArrowLeft' && here.open) return { what: 'fold', open: false }
    if (key === 'ArrowLeft' && here.row.level > 0) return { what: 'parent' }
  }
  const lines: Record<string, number> = {
    ArrowDown: at.line + 1,
    ArrowUp: at.line - 1,
    PageDown: at.line + page,
    PageUp: at.line - page,
  }
  const line = lines[key]
  if (line !== undefined) return { what: 'go', line: Math.max(0, Math.min(last, line)), col: at.col }
  const columns: Record<string, number> = { ArrowLeft: at.col - 1, ArrowRight: at.col + 1, Home: 0, End: cols - 1 }
  const col = columns[key]
  if (col !== undefined) return { what: 'go', line: at.line, col: Math.max(0, Math.min(cols - 1, col)) }
  const others: Record<string, Action> = {
    Enter: { what: 'edit' },
    F2: { what: 'edit' },
    Insert: { what: 'insert' },
    Delete: { what: 'delete' },
    ContextMenu: { what: 'menu' },
    '*': { what: 'unfold' },
  }
  if (event.shiftKey && key === 'F10') return { what: 'menu' }
  return others[key]
}
