/** What can be done to a draft. Pure but for the keys of new parts; every change is made in place, so that a screen can follow it. */
import type { Template, TemplatePhase, TemplateTask } from '../lib/backend'

/** Where a task stands: the phase and the place in it, both counted from 0. */
export type Place = { phase: number; index: number }

/** A key names a part for ever: one that was deleted must not lend its name to another. */
export function newKey(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

export function newTemplate(): Template {
  return {
    id: null,
    name: 'New template',
    description: null,
    fallback_person: null,
    lead_role: null,
    kickoff_days: 0,
    version: 0,
    phases: [{ key: newKey(), name: 'Handoff', tasks: [] }],
    links: [],
  }
}

export function placeOf(template: Template, key: string): Place | undefined {
  for (const [phase, part] of template.phases.entries()) {
    const index = part.tasks.findIndex((task) => task.key === key)
    if (index >= 0) return { phase, index }
  }
  return undefined
}

export function taskOf(template: Template, key: string): TemplateTask | undefined {
  return template.phases.flatMap((phase) => phase.tasks).find((task) => task.key === key)
}

/** Moves a task to a gap, counted as long as it still stands where it was. False where it would stay. */
export function moveTask(template: Template, key: string, to: Place): boolean {
  const from = placeOf(template, key)
  const target = template.phases[to.phase]
  if (!from || !target) return false
  if (from.phase === to.phase && (to.index === from.index || to.index === from.index + 1)) return false
  const [task] = template.phases[from.phase]!.tasks.splice(from.index, 1)
  const index = from.phase === to.phase && to.index > from.index ? to.index - 1 : to.index
  target.tasks.splice(index, 0, task!)
  return true
}

/** One step up or down, at the ends of a phase into the next one. */
export function stepTask(template: Template, key: string, by: -1 | 1): boolean {
  const from = placeOf(template, key)
  if (!from) return false
  const count = template.phases[from.phase]!.tasks.length
  const next = from.index + by
  if (next >= 0 && next < count) return moveTask(template, key, { phase: from.phase, index: by > 0 ? next + 1 : next })
  const phase = template.phases[from.phase + by]
  if (!phase) return false
  return moveTask(template, key, { phase: from.phase + by, index: by > 0 ? 0 : phase.tasks.length })
}

/** Moves a phase with its tasks to a gap between phases. */
export function movePhase(template: Template, key: string, gap: number): boolean {
  const from = template.phases.findIndex((phase) => phase.key === key)
  if (from < 0 || gap < 0 || gap > template.phases.length || gap === from || gap === from + 1) return false
  const [phase] = template.phases.splice(from, 1)
  template.phases.splice(gap > from ? gap - 1 : gap, 0, phase!)
  return true
}

/** A new task behind `after`, or at the end; it starts where the one before it ends. Answers its key. */
export function addTask(phase: TemplatePhase, after?: string): string {
  const at = phase.tasks.findIndex((task) => task.key === after)
  const index = at < 0 ? phase.tasks.length : at + 1
  const before = phase.tasks[index - 1]
  const offset_days = before ? before.offset_days + before.duration_days : 0
  const role = before?.role ?? null
  const task = { key: newKey(), name: 'New task', description: null, role, offset_days, duration_days: 1, checklist: [] }
  phase.tasks.splice(index, 0, task)
  return task.key
}

/** A copy right behind it that waits for the same tasks. Answers its key. */
export function copyTask(template: Template, key: string): string | undefined {
  const at = placeOf(template, key)
  const task = taskOf(template, key)
  if (!at || !task) return undefined
  const copy = { ...task, key: newKey(), name: `${task.name} copy`, checklist: [...task.checklist] }
  template.phases[at.phase]!.tasks.splice(at.index + 1, 0, copy)
  const waits = template.links.filter((link) => link.successor === key)
  template.links.push(...waits.map((link) => ({ ...link, successor: copy.key })))
  return copy.key
}

/** Takes tasks out, with the links that named them. */
export function dropTasks(template: Template, keys: readonly string[]): void {
  for (const phase of template.phases) phase.tasks = phase.tasks.filter((task) => !keys.includes(task.key))
  template.links = template.links.filter((link) => !keys.includes(link.predecessor) && !keys.includes(link.successor))
}

/** Takes a phase out with everything in it. */
export function dropPhase(template: Template, key: string): void {
  const phase = template.phases.find((part) => part.key === key)
  if (!phase) return
  dropTasks(
    template,
    phase.tasks.map((task) => task.key),
  )
  template.phases = template.phases.filter((part) => part.key !== key)
}

/** The tasks that `key` could still be told to wait for. */
export function couldWaitFor(template: Template, key: string): TemplateTask[] {
  const already = template.links.filter((link) => link.successor === key).map((link) => link.predecessor)
  return template.phases.flatMap((phase) => phase.tasks).filter((task) => task.key !== key && !already.includes(task.key))
}

/** A whole number of days as people type it ("3", "+3", "−2", "3 d"), or nothing. */
export function parseDays(text: string, least = -99_999): number | undefined {
  const found = /^([+\-−–]?)\s*(\d{1,5})\s*(?:d|day|days)?$/i.exec(text.trim())
  if (!found) return undefined
  const days = Number(found[2]) * (found[1] && found[1] !== '+' ? -1 : 1)
  return days < least ? undefined : days + 0
}

/** Minutes of the hours that were typed ("6", "1.5 h"), or none: then a day counts eight hours. */
export function minutesOf(text: string): number | null {
  const hours = Number(
    text
      .trim()
      .replace(',', '.')
      .replace(/\s*h(ours)?$/i, ''),
  )
  return text.trim() && Number.isFinite(hours) && hours >= 0 && hours <= 10_000 ? Math.round(hours * 60) : null
}

/** "2 of 4 in Planning", for what is said after a move. */
export function spokenPlace(template: Template, key: string): string {
  const at = placeOf(template, key)
  const phase = at && template.phases[at.phase]
  return phase ? `${at.index + 1} of ${phase.tasks.length} in ${phase.name}` : ''
}
