/** The template being edited. It outlives the screen, so that leaving loses nothing. */
import type { Template, TemplatePhase } from '../lib/backend'

let draft = $state<Template | null>(null)
let saved = $state('')

export const editing = {
  get draft(): Template | null {
    return draft
  },
  get changed(): boolean {
    return draft !== null && JSON.stringify(draft) !== saved
  },
}

export function edit(template: Template | null): void {
  saved = JSON.stringify(template)
  draft = template === null ? null : (JSON.parse(saved) as Template)
}

/** Moves item `at` by `by` places; at the ends it stays. */
export function shift<T>(list: T[], at: number, by: -1 | 1): boolean {
  const item = list[at]
  const other = list[at + by]
  if (item === undefined || other === undefined) return false
  list[at] = other
  list[at + by] = item
  return true
}

/** A key names a part for ever: one that was deleted must not lend its name to another. */
export function newKey(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

export function addTask(phase: TemplatePhase): void {
  const before = phase.tasks.at(-1)
  const offset_days = before ? before.offset_days + before.duration_days : 0
  phase.tasks.push({ key: newKey(), name: 'New task', description: null, role: null, offset_days, duration_days: 1, checklist: [] })
}

/** Takes a task out, with the links that named it. */
export function dropTask(template: Template, key: string): void {
  for (const phase of template.phases) phase.tasks = phase.tasks.filter((task) => task.key !== key)
  template.links = template.links.filter((link) => link.predecessor !== key && link.successor !== key)
}
