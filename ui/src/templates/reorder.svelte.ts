/** Dragging tasks between phases and phases among each other: a threshold, a line where it would land, Esc that changes nothing. */
import type { Place } from './edits'

const THRESHOLD = 4
const EDGE = 48

/** A gap something can be dropped into; for a phase only `phase` counts. `y` is within the list. */
export type Slot = Place & { y: number }
export type Lifted = { kind: 'task' | 'phase'; key: string; slot: Slot | undefined }

/** The gap nearest to a height. */
export function nearest(slots: readonly Slot[], y: number): Slot | undefined {
  return slots.reduce<Slot | undefined>((best, slot) => (best && Math.abs(best.y - y) <= Math.abs(slot.y - y) ? best : slot), undefined)
}

export class Reorder {
  now = $state.raw<Lifted>()
  #list: () => HTMLElement | undefined
  #drop: (lifted: Lifted, slot: Slot) => void
  #start: { kind: 'task' | 'phase'; key: string; name: string; x: number; y: number; pointer: number } | undefined
  #at = { x: 0, y: 0 }
  #frame = 0
  #ghost: HTMLElement | undefined

  constructor(list: () => HTMLElement | undefined, drop: (lifted: Lifted, slot: Slot) => void) {
    this.#list = list
    this.#drop = drop
  }

  down = (event: PointerEvent, kind: 'task' | 'phase', key: string, name: string): void => {
    if (event.button !== 0) return
    event.preventDefault()
    this.#start = { kind, key, name, x: event.clientX, y: event.clientY, pointer: event.pointerId }
    window.addEventListener('pointermove', this.#move)
    window.addEventListener('pointerup', this.#up)
    window.addEventListener('pointercancel', this.cancel)
    window.addEventListener('keydown', this.#key, true)
  }

  cancel = (): void => {
    window.removeEventListener('pointermove', this.#move)
    window.removeEventListener('pointerup', this.#up)
    window.removeEventListener('pointercancel', this.cancel)
    window.removeEventListener('keydown', this.#key, true)
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#ghost?.remove()
    this.#ghost = undefined
    this.#start = undefined
    this.now = undefined
  }

  #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.cancel()
  }

  #move = (event: PointerEvent) => {
    if (!this.#start || event.pointerId !== this.#start.pointer) return
    this.#at = { x: event.clientX, y: event.clientY }
    if (!this.now) {
      if (Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) < THRESHOLD) return
      this.#lift()
    }
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#step)
  }

  #lift() {
    const { kind, key, name } = this.#start!
    const ghost = document.createElement('div')
    ghost.className = 'lifted'
    ghost.setAttribute('aria-hidden', 'true')
    ghost.textContent = name
    document.body.append(ghost)
    this.#ghost = ghost
    this.now = { kind, key, slot: undefined }
  }

  #step = () => {
    this.#frame = 0
    const list = this.#list()
    if (!this.now || !this.#ghost || !list) return
    this.#ghost.style.transform = `translate(${this.#at.x + 10}px, ${this.#at.y - 14}px)`
    const slot = nearest(this.#slots(list), this.#at.y - list.getBoundingClientRect().top)
    this.now = { ...this.now, slot }
    if (this.#scroll(list)) this.#frame = requestAnimationFrame(this.#step)
  }

  /** Scrolls at the edges of what scrolls; true while it goes on. */
  #scroll(list: HTMLElement): boolean {
    const area = list.closest<HTMLElement>('.scroll')
    if (!area) return false
    const box = area.getBoundingClientRect()
    const before = area.scrollTop
    if (this.#at.y > box.bottom - EDGE) area.scrollTop += 10
    else if (this.#at.y < box.top + EDGE) area.scrollTop -= 10
    return area.scrollTop !== before
  }

  #slots(list: HTMLElement): Slot[] {
    const top = list.getBoundingClientRect().top
    const slots: Slot[] = []
    const phases = [...list.querySelectorAll<HTMLElement>('[data-phase]')]
    for (const [phase, section] of phases.entries()) {
      const box = section.getBoundingClientRect()
      if (this.now?.kind === 'phase') {
        slots.push({ phase, index: 0, y: box.top - top })
        if (phase === phases.length - 1) slots.push({ phase: phase + 1, index: 0, y: box.bottom - top })
        continue
      }
      const head = section.querySelector('[data-row]')?.getBoundingClientRect() ?? box
      slots.push({ phase, index: 0, y: head.bottom - top })
      for (const [index, task] of [...section.querySelectorAll('[data-task]')].entries()) {
        slots.push({ phase, index: index + 1, y: task.getBoundingClientRect().bottom - top })
      }
    }
    return slots
  }

  #up = (event: PointerEvent) => {
    if (!this.#start || event.pointerId !== this.#start.pointer) return
    this.#at = { x: event.clientX, y: event.clientY }
    const list = this.#list()
    const lifted = this.now
    const slot = lifted && list && nearest(this.#slots(list), this.#at.y - list.getBoundingClientRect().top)
    this.cancel()
    if (lifted && slot) this.#drop(lifted, slot)
  }
}
