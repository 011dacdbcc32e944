/** A deal dragged from day to day. A click is not a drag; Esc puts it back. */
const FAR = 5

type Deal = { id: string; name: string }

export class DayDrag {
  now = $state.raw<{ id: string; over: string | undefined }>()
  /** True right after a drop, so that it is not taken for a click. */
  swallowsClick = false
  #land: (deal: Deal, day: string) => void
  #stop: (() => void) | undefined

  constructor(land: (deal: Deal, day: string) => void) {
    this.#land = land
  }

  down = (event: PointerEvent, deal: Deal): void => {
    if (event.button !== 0) return
    this.cancel()
    const from = { x: event.clientX, y: event.clientY, day: dayAt(event.clientX, event.clientY) }
    const move = (now: PointerEvent) => {
      const near = Math.hypot(now.clientX - from.x, now.clientY - from.y) < FAR
      if (!this.now && near) return
      now.preventDefault()
      this.now = { id: deal.id, over: dayAt(now.clientX, now.clientY) }
    }
    const up = () => {
      const held = this.now
      this.cancel()
      if (!held) return
      this.swallowsClick = true
      setTimeout(() => (this.swallowsClick = false))
      if (held.over && held.over !== from.day) this.#land(deal, held.over)
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

  cancel(): void {
    this.#stop?.()
    this.#stop = undefined
    this.now = undefined
  }
}

function dayAt(x: number, y: number): string | undefined {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-day]')?.dataset.day
}
