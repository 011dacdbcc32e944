/** A card dragged from place to place: from day to day, from person to person. A click is not a drag; Esc puts it back. */
const FAR = 5

/** `place` is the data attribute of where cards may go, without `data-`; its value says which place it is. */

export class PlaceDrag<Card extends { id: string }> {
  now = $state.raw<{ id: string; over: string | undefined }>()
  /** True right after a drop, so that it is not taken for a click. */
  swallowsClick = false
  #land: (card: Card, place: string) => void
  #stop: (() => void) | undefined

  constructor(
    private readonly place: string,
    land: (card: Card, place: string) => void,
  ) {
    this.#land = land
  }

  down = (event: PointerEvent, card: Card): void => {
    if (event.button !== 0) return
    this.cancel()
    const from = { x: event.clientX, y: event.clientY, place: this.#at(event) }
    const move = (now: PointerEvent) => {
      const near = Math.hypot(now.clientX - from.x, now.clientY - from.y) < FAR
      if (!this.now && near) return
      now.preventDefault()
      this.now = { id: card.id, over: this.#at(now) }
    }
    const up = () => {
      const held = this.now
      this.cancel()
      if (!held) return
      this.swallowsClick = true
      setTimeout(() => (this.swallowsClick = false))
      if (held.over && held.over !== from.place) this.#land(card, held.over)
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

  #at({ clientX, clientY }: PointerEvent): string | undefined {
    const place = document.elementFromPoint(clientX, clientY)?.closest(`[data-${this.place}]`)
    return place?.getAttribute(`data-${this.place}`) ?? undefined
  }
}
