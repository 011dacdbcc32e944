/** What the parts of the template editor share: which task is chosen or open, where the planner puts it, and every move with its words. */
import { tick } from 'svelte'
import { announce } from '../lib/announce.svelte'
import type { Role, Template, TemplateSpan } from '../lib/backend'
import { addTask, copyTask, dropPhase, dropTasks, movePhase, moveTask, newKey, placeOf, spokenPlace, stepTask, taskOf } from './edits'
import { type Lifted, Reorder, type Slot } from './reorder.svelte'

export class EditorState {
  /** The task whose details are open. */
  open = $state<string>()
  /** The task that is marked in the list and on the timeline. */
  chosen = $state<string>()
  /** The parts the last refusal named: `phase:` or `task:` and the key. */
  wrong = $state.raw<readonly string[]>([])
  roles = $state.raw<readonly Role[]>([])
  spans = $state.raw<ReadonlyMap<string, TemplateSpan>>(new Map())
  /** Who asked for a role that does not exist yet. */
  asksForRole = $state.raw<(id: string) => void>()
  list = $state.raw<HTMLElement>()
  readonly reorder = new Reorder(
    () => this.list,
    (lifted, slot) => this.#dropped(lifted, slot),
  )
  readonly #draft: () => Template

  constructor(draft: () => Template) {
    this.#draft = draft
  }

  get draft(): Template {
    return this.#draft()
  }

  /** Marks a task. Open details stay where they are: rows must not move under a click. */
  choose(key: string): void {
    this.chosen = key
  }

  toggle(key: string): void {
    this.open = this.open === key ? undefined : key
    this.chosen = key
  }

  /** Chosen on the timeline: the row comes into sight and takes the focus; where details are open, they become this one's. */
  show(key: string): void {
    this.choose(key)
    if (this.open) this.open = key
    this.#focus(`task:${key}`)
  }

  step(key: string, by: -1 | 1): void {
    const part = (document.activeElement as HTMLElement | null)?.dataset['part']
    this.#moved(key, stepTask(this.draft, key, by), part)
  }

  toPhase(key: string, phase: number): void {
    this.#moved(key, moveTask(this.draft, key, { phase, index: this.draft.phases[phase]?.tasks.length ?? 0 }))
  }

  stepPhase(key: string, by: -1 | 1): void {
    const at = this.draft.phases.findIndex((phase) => phase.key === key)
    const part = (document.activeElement as HTMLElement | null)?.dataset['part']
    this.#movedPhase(key, movePhase(this.draft, key, by > 0 ? at + 2 : at - 1), part)
  }

  add(phaseKey: string, after?: string): void {
    const phase = this.draft.phases.find((part) => part.key === phaseKey)
    if (!phase) return
    const key = addTask(phase, after)
    this.choose(key)
    this.#focus(`task:${key}`, 'name', true)
  }

  copy(key: string): void {
    const copy = copyTask(this.draft, key)
    if (!copy) return
    this.choose(copy)
    this.#focus(`task:${copy}`, 'name', true)
  }

  drop(key: string): void {
    const name = taskOf(this.draft, key)?.name ?? ''
    const at = placeOf(this.draft, key)
    dropTasks(this.draft, [key])
    const tasks = at ? this.draft.phases[at.phase]!.tasks : []
    const next = tasks[at?.index ?? 0] ?? tasks.at(-1)
    if (this.open === key) this.open = undefined
    announce(`Deleted ${name}. Undo takes it back.`)
    if (next) this.show(next.key)
  }

  addPhase(): void {
    const key = newKey()
    this.draft.phases.push({ key, name: 'New phase', tasks: [] })
    this.#focus(`phase:${key}`, 'name', true)
  }

  dropPhase(key: string): void {
    announce(`Deleted the phase ${this.draft.phases.find((phase) => phase.key === key)?.name ?? ''}. Undo takes it back.`)
    dropPhase(this.draft, key)
  }

  /** A refusal that names parts leads to the first of them. */
  refused(names: readonly string[]): void {
    this.wrong = names
    const first = names[0]
    if (first?.startsWith('task:')) this.chosen = first.slice('task:'.length)
    if (first) this.#focus(first)
  }

  #dropped(lifted: Lifted, slot: Slot) {
    if (lifted.kind === 'task') this.#moved(lifted.key, moveTask(this.draft, lifted.key, slot))
    else this.#movedPhase(lifted.key, movePhase(this.draft, lifted.key, slot.phase))
  }

  #moved(key: string, moved: boolean, part = 'name') {
    const name = taskOf(this.draft, key)?.name ?? ''
    announce(moved ? `${name}, now ${spokenPlace(this.draft, key)}` : `${name} stays: ${spokenPlace(this.draft, key)}`)
    if (!moved) return
    this.choose(key)
    this.#focus(`task:${key}`, part)
  }

  #movedPhase(key: string, moved: boolean, part = 'name') {
    const at = this.draft.phases.findIndex((phase) => phase.key === key)
    announce(`${this.draft.phases[at]?.name ?? ''}, ${moved ? 'now ' : 'stays '}phase ${at + 1} of ${this.draft.phases.length}`)
    if (moved) this.#focus(`phase:${key}`, part)
  }

  /** The row may be drawn anew, and a menu that closes gives the focus back to its button first. */
  #focus(name: string, part = 'name', all = false) {
    void tick().then(() =>
      requestAnimationFrame(() => {
        const row = this.list?.querySelector(`[data-row="${CSS.escape(name)}"]`)
        const field = row?.querySelector<HTMLElement>(`[data-part="${part}"]`)
        field?.focus({ preventScroll: true })
        row?.scrollIntoView({ block: 'nearest' })
        if (all && field instanceof HTMLInputElement) field.select()
      }),
    )
  }
}
