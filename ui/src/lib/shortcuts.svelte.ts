/** One list of keys. Letters can be remapped and switched off (WCAG 2.1.4); nothing fires while somebody types or composes. */
import { session } from './session.svelte'

export type Shortcut = { id: string; label: string; key: string; run: () => void }

let list = $state.raw<Shortcut[]>([])

export const shortcuts = {
  get list(): Shortcut[] {
    return list
  },
}

/** Adds a shortcut and answers how to take it away. `key` is like "n", "?", "Mod+k", "Mod+Shift+z". */
export function shortcut(entry: Shortcut): () => void {
  list = [...list.filter((other) => other.id !== entry.id), entry]
  return () => (list = list.filter((other) => other !== entry))
}

export function keyOf(entry: Shortcut): string {
  return session.preferences.shortcuts[entry.id] ?? entry.key
}

/** How a key is written on screen. */
export function spoken(key: string): string {
  const mac = navigator.platform.startsWith('Mac')
  return key
    .replace('Mod', mac ? '⌘' : 'Ctrl')
    .split('+')
    .map((part) => (part.length === 1 ? part.toUpperCase() : part))
    .join(mac ? '' : ' ')
}

export function pressed(event: KeyboardEvent): string {
  const parts = []
  if (event.ctrlKey || event.metaKey) parts.push('Mod')
  if (event.altKey) parts.push('Alt')
  if (event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey)) parts.push('Shift')
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key)
  return parts.join('+')
}

export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

export function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return
  const key = pressed(event)
  const plain = !key.includes('Mod')
  if (typing(event.target) && (plain || key === 'Mod+z' || key === 'Mod+Shift+z' || key === 'Mod+y')) return
  if (plain && (!session.preferences.letter_shortcuts || document.querySelector('[role="dialog"][data-state="open"]'))) return
  const entry = list.find((candidate) => keyOf(candidate) === key)
  if (!entry) return
  event.preventDefault()
  entry.run()
}
