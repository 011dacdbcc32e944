/** An activity dragged to another day or time of the calendar. A click is not a drag; Esc puts it back. */
import { minuteAt } from './grid'

const FAR = 5
export type Slot = { day: string; minute: number | null }
type Shown = () => { from: number; to: number }

export class SlotDrag {
  now = $state.raw<{ id: string; over: Slot | undefined }>()
  /** True right after a drop, so that it is not taken for a click. */
  swallowsClick = false
  #land: (id: string, slot: Slot) => void
  #shown: Shown
  #stop: (() => void) | undefined

  constructor(land: (id: string, slot: Slot) => void, shown: Shown) {
    this.#land = land
    this.#shown = shown
  }

  down = (event: PointerEvent, id: string): void => {
    if (event.button !== 0) return
    this.cancel()
    const from = { x: event.clientX, y: event.clientY }
    // Held where it was taken: the top edge lands, not the pointer.
    const grip = event.clientY - (event.currentTarget as HTMLElement).getBoundingClientRect().top
    const move = (now: PointerEvent) => {
      if (!this.now && Math.hypot(now.clientX - from.x, now.clientY - from.y) < FAR) return
      now.preventDefault()
      this.now = { id, over: slotAt(now.clientX, now.clientY, grip, this.#shown()) }
    }
    const up = () => {
      const held = this.now
      this.cancel()
      if (!held) return
      this.swallowsClick = true
      setTimeout(() => (this.swallowsClick = false))
      if (held.over) this.#land(id, held.over)
    }
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape' || !this.now) return
      pressed.preventDefault()
      pressed.stopPropagation()
      this.cancel()
    }
    const cancel = () => this.cancel()
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', key, true)
    this.#stop = () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', cancel)
      window.removeEventListener('keydown', key, true)
    }
  }

  cancel = (): void => {
    this.#stop?.()
    this.#stop = undefined
    this.now = undefined
  }
}

/** The day and time under a point; the row above the hours is the whole day. */
export function slotAt(x: number, y: number, grip: number, shown: { from: number; to: number }): Slot | undefined {
  const under = document.elementFromPoint(x, y)
  const whole = under?.closest<HTMLElement>('[data-whole]')?.dataset.whole
  if (whole) return { day: whole, minute: null }
  const column = under?.closest<HTMLElement>('[data-hours]')
  if (!column?.dataset.hours) return undefined
  const box = column.getBoundingClientRect()
  return { day: column.dataset.hours, minute: minuteAt(y - grip - box.top, box.height, shown) }
}
