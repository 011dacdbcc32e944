/** What a key means on the timeline. Pure. */
export type Action =
  | { what: 'go'; line: number }
  | { what: 'fold'; open: boolean }
  | { what: 'shift'; grip: 'move' | 'start' | 'end'; by: 1 | -1 }
  | { what: 'zoom'; by: 1 | -1 }
  | { what: 'parent' | 'open' | 'link' | 'walk' | 'delete' | 'confirm' | 'cancel' | 'today' | 'fit' | 'reveal' }
type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>
export type Here = { line: number; total: number; page: number; below: boolean; open: boolean; level: number }

/** Every key, for the help beside the chart. */
export const HELP: readonly [string, string][] = [
  ['↑ ↓', 'choose a row'],
  ['← →', 'fold, unfold, show the bar'],
  ['Shift ← →', 'move by a working day'],
  ['Ctrl Shift ← →', 'move the end'],
  ['Alt Shift ← →', 'move the start'],
  ['L', 'link: choose what follows, L again for the kind'],
  ['D', 'go through the links of the row'],
  ['Delete', 'take the chosen link away'],
  ['Enter', 'make the change, or open the task'],
  ['Esc', 'put it back'],
  ['+ −', 'zoom'],
  ['T', 'today'],
  ['F', 'fit'],
]

/** `held`: a bar is held by the keys, or what follows a link is being chosen. */
export function actionOf(event: Pressed, here: Here, held: boolean): Action | undefined {
  const { key } = event
  const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : undefined
  if (event.shiftKey && by && !event.metaKey && !(event.ctrlKey && event.altKey))
    return { what: 'shift', grip: event.ctrlKey ? 'end' : event.altKey ? 'start' : 'move', by }
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const lines: Record<string, number> = {
    ArrowDown: here.line + 1,
    ArrowUp: here.line - 1,
    PageDown: here.line + here.page,
    PageUp: here.line - here.page,
    Home: 0,
    End: here.total - 1,
  }
  const line = lines[key]
  if (line !== undefined) return { what: 'go', line: Math.max(0, Math.min(here.total - 1, line)) }
  if (held && key === 'Enter') return { what: 'confirm' }
  if (held && key === 'Escape') return { what: 'cancel' }
  if (key === 'ArrowRight') return here.below && !here.open ? { what: 'fold', open: true } : { what: 'reveal' }
  if (key === 'ArrowLeft') return here.open ? { what: 'fold', open: false } : here.level > 0 ? { what: 'parent' } : { what: 'reveal' }
  const others: Record<string, Action> = {
    Enter: { what: 'open' },
    Delete: { what: 'delete' },
    '+': { what: 'zoom', by: 1 },
    '=': { what: 'zoom', by: 1 },
    '-': { what: 'zoom', by: -1 },
    l: { what: 'link' },
    d: { what: 'walk' },
    t: { what: 'today' },
    f: { what: 'fit' },
  }
  return others[key.length === 1 ? key.toLowerCase() : key]
}
