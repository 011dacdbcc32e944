/** The template being edited: what was stored, what is typed, the steps between them, and a copy on the device that survives a reload. */
import { untrack } from 'svelte'
import type { Template } from '../lib/backend'

/** More steps back than anybody walks. */
const STEPS = 200

let draft = $state<Template | null>(null)
let stored = $state('')
let past = $state.raw<string[]>([])
let future = $state.raw<string[]>([])
/** The draft as it was last noticed. */
let seen = ''
let place = ''

export const editing = {
  get draft(): Template | null {
    return draft
  },
  get changed(): boolean {
    return draft !== null && JSON.stringify(draft) !== stored
  },
  get canGoBack(): boolean {
    return past.length > 0 || (draft !== null && JSON.stringify(draft) !== seen)
  },
  get canGoForth(): boolean {
    return future.length > 0
  },
}

const PREFIX = 'handsel.template.'
const placeOf = (workspace: string, id: string) => `${PREFIX}${workspace}.${id}`

/** Opens a template for editing; what was typed before and not saved comes back. */
export function begin(template: Template, workspace: string): void {
  place = placeOf(workspace, template.id ?? 'new')
  stored = JSON.stringify(template)
  show(localStorage.getItem(place) ?? stored)
  ;[past, future] = [[], []]
}

/** The stored template changed: an untouched draft follows it, one with changes stays as it is. */
export function follow(template: Template): void {
  // What asks is an effect: it follows the stored template, never its own writing.
  untrack(() => {
    if (draft?.id === template.id && !editing.changed) begun(template)
  })
}

function begun(template: Template) {
  stored = JSON.stringify(template)
  show(stored)
  ;[past, future] = [[], []]
}

/** The draft is stored now, or is given up: it begins anew from what is stored. */
export function settle(template: Template): void {
  localStorage.removeItem(place)
  begun(template)
}

/** Forgets what was typed. */
export function discard(): void {
  if (draft) settle(JSON.parse(stored) as Template)
}

/** Notices what changed since the last time: one step to go back, and the copy on the device. */
export function notice(): void {
  const now = JSON.stringify(draft)
  if (draft === null || now === seen) return
  past = [...past, seen].slice(-STEPS)
  future = []
  seen = now
  keep()
}

export function back(): void {
  notice()
  const before = past.at(-1)
  if (before === undefined) return
  past = past.slice(0, -1)
  future = [...future, seen]
  show(before)
  keep()
}

export function forth(): void {
  notice()
  const after = future.at(-1)
  if (after === undefined) return
  future = future.slice(0, -1)
  past = [...past, seen]
  show(after)
  keep()
}

function show(json: string) {
  draft = JSON.parse(json) as Template
  seen = JSON.stringify(draft)
}

function keep() {
  if (seen === stored) localStorage.removeItem(place)
  else localStorage.setItem(place, seen)
}

/** The templates of this workspace that were typed in and not saved: their ids, "new" for one that was never saved. */
export function unsaved(workspace: string): string[] {
  const start = placeOf(workspace, '')
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
}
