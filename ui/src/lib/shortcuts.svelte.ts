/** One list of keys. Letters can be remapped and switched off (WCAG 2.1.4); nothing fires while somebody types or composes. */
import { untrack } from 'svelte'
import { session } from './session.svelte'

/** `screen` is missing for a key that works everywhere; keys of two screens never meet. */
export type Key = { id: string; label: string; key: string; screen?: string }
export type Shortcut = Key & { run: () => void }

/** The keys of single screens. Named here, so that they can be seen and changed while the screen is not open. */
export const screenKeys = {
  activity: { id: 'new-activity', label: 'Plan an activity', key: 'n', screen: 'today' },
  slot: { id: 'new-slot', label: 'Plan an activity in the calendar', key: 'n', screen: 'calendar' },
  deal: { id: 'new-deal', label: 'New deal', key: 'n', screen: 'pipeline' },
  contact: { id: 'new-contact', label: 'New contact', key: 'n', screen: 'contacts' },
  company: { id: 'new-company', label: 'New company', key: 'n', screen: 'companies' },
  ticket: { id: 'new-ticket', label: 'New ticket', key: 'n', screen: 'tickets' },
  task: { id: 'new-task', label: 'New task', key: 'n', screen: 'project' },
} as const satisfies Record<string, Key>

/** Keys that boards, fields and the window itself need; nothing else can have them. */
const taken: Record<string, string> = {
  m: 'Move the card to …, on boards',
  ' ': 'Pick up the card, on boards',
  Enter: 'Open',
  Escape: 'Close',
  Tab: 'Go to the next control',
  ArrowUp: 'Go up',
  ArrowDown: 'Go down',
  ArrowLeft: 'Go left',
  ArrowRight: 'Go right',
  Home: 'Go to the first',
  End: 'Go to the last',
  'Mod+c': 'Copy',
  'Mod+v': 'Paste',
  'Mod+x': 'Cut',
  'Mod+a': 'Select all',
}

let list = $state.raw<Shortcut[]>([])

export const shortcuts = {
  get list(): Shortcut[] {
    return list
  },
  /** Everything that has a key, on whatever screen. */
  get all(): Key[] {
    const screens = Object.values(screenKeys)
    return [...list.filter((entry) => !screens.some((key) => key.id === entry.id)), ...screens]
  },
}

/** What stands in the way of giving `key` to `entry`: a use that can't be taken away, or other shortcuts that would lose it. */
export function clash(entry: Key, key: string): { fixed: string } | { others: Key[] } | undefined {
  const fixed = taken[key]
  if (fixed) return { fixed }
  const meets = (other: Key) => !entry.screen || !other.screen || entry.screen === other.screen
  const others = shortcuts.all.filter((other) => other.id !== entry.id && keyOf(other) === key && meets(other))
  return others.length ? { others } : undefined
}

/** Adds a shortcut and answers how to take it away. `key` is like "n", "?", "Mod+k", "Mod+Shift+z". */
export function shortcut(entry: Shortcut): () => void {
  // An effect that adds one does not follow the list: its own writing would call it again, without end.
  list = [...untrack(() => list).filter((other) => other.id !== entry.id), entry]
  return () => (list = untrack(() => list).filter((other) => other !== entry))
}

/** The key as this device has it; empty when another shortcut took it. */
export function keyOf(entry: Key): string {
  return session.preferences.shortcuts[entry.id] ?? entry.key
}

/** The key as a button shows it: nothing while it would not work. */
export function hint(entry: Key): string {
  const key = keyOf(entry)
  return key && (key.includes('Mod') || session.preferences.letter_shortcuts) ? spoken(key) : ''
}

/** How a key is written on screen. */
export function spoken(key: string): string {
  if (!key) return 'No key'
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
  // "+" is "=" with Shift on many keyboards and a key of its own on others; both mean larger.
  if (parts[0] === 'Mod' && '+=-_'.includes(event.key)) return '+='.includes(event.key) ? 'Mod+Plus' : 'Mod+Minus'
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
  const back = key === 'Mod+z' || key === 'Mod+Shift+z' || key === 'Mod+y'
  if (typing(event.target) && (plain || back)) return
  // Behind an open sheet nothing may change.
  if ((plain || back) && document.querySelector('[role="dialog"][data-state="open"]')) return
  if (plain && !session.preferences.letter_shortcuts) return
  const entry = list.find((candidate) => keyOf(candidate) === key)
  if (!entry) return
  event.preventDefault()
  entry.run()
}
