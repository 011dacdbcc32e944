/** Dragging by pointer: a threshold so that a click is no drag, Esc that restores exactly, scrolling at the edges, one frame at a time. */
import { gapAt } from './placement'

const THRESHOLD = 5
const EDGE = 56
const FASTEST = 18
/** Over a column that stays at the edge, only the outermost strip scrolls: what one aims at must not slide away. */
const STRIP = 12

/** `lane`: another board beside this one, by its `data-lane`. */
export type Over = { column: string; gap: number; lane?: string }
export type Dragging = { id: string; over: Over | undefined }
type Start = { id: string; node: HTMLElement; x: number; y: number; pointer: number }

export class Drag {
  now = $state.raw<Dragging>()
  #start: Start | undefined
  #ghost: HTMLElement | undefined
  #grab = { x: 0, y: 0 }
  #at = { x: 0, y: 0 }
  #frame = 0
  #suppress = false
  #drop: (id: string, over: Over) => void
  #board: () => HTMLElement | undefined

  constructor(board: () => HTMLElement | undefined, drop: (id: string, over: Over) => void) {
    this.#board = board
    this.#drop = drop
  }

  down = (event: PointerEvent, id: string): void => {
    const target = event.target as HTMLElement
    if (event.button !== 0 || target.closest('button, a, input, [data-nodrag]')) return
    const node = event.currentTarget as HTMLElement
    this.#start = { id, node, x: event.clientX, y: event.clientY, pointer: event.pointerId }
    this.#suppress = false
    window.addEventListener('pointermove', this.#move)
    window.addEventListener('pointerup', this.#up)
    window.addEventListener('pointercancel', this.cancel)
    window.addEventListener('keydown', this.#key, true)
    // WebKit would select the text that is swept over.
    document.addEventListener('selectstart', this.#noSelect)
  }

  /** True right after a drag: the click that ends it opens nothing. */
  get swallowsClick(): boolean {
    return this.#suppress
  }

  cancel = (): void => {
    this.#end()
  }

  #noSelect = (event: Event) => event.preventDefault()

  #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.now) return
    event.preventDefault()
    event.stopPropagation()
    // The button is still down: the click that its release makes opens nothing either.
    this.#end(true)
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
    const { node, id, x, y } = this.#start!
    const box = node.getBoundingClientRect()
    this.#grab = { x: x - box.left, y: y - box.top }
    const ghost = node.cloneNode(true) as HTMLElement
    ghost.removeAttribute('id')
    ghost.setAttribute('aria-hidden', 'true')
    Object.assign(ghost.style, {
      position: 'fixed',
      top: '0',
      left: '0',
      width: `${box.width}px`,
      height: `${box.height}px`,
      margin: '0',
      zIndex: '90',
      pointerEvents: 'none',
      boxShadow: 'var(--lift)',
      willChange: 'transform',
    })
    document.body.append(ghost)
    this.#ghost = ghost
    this.#suppress = true
    this.now = { id, over: undefined }
  }

  #step = () => {
    this.#frame = 0
    if (!this.now || !this.#ghost) return
    const { x, y } = this.#at
    this.#ghost.style.transform = `translate(${x - this.#grab.x}px, ${y - this.#grab.y}px) rotate(1.5deg)`
    const over = this.#under(x, y)
    const was = this.now.over
    if (over?.column !== was?.column || over?.gap !== was?.gap || over?.lane !== was?.lane) this.now = { id: this.now.id, over }
    if (this.#scroll(x, y)) this.#frame = requestAnimationFrame(this.#step)
  }

  #lists(): HTMLElement[] {
    const lists = [...(this.#board()?.querySelectorAll<HTMLElement>('[data-list]') ?? [])]
    // The column that stays in reach lies over the others.
    return lists.sort((a, b) => Number(b.matches('.accent *')) - Number(a.matches('.accent *')))
  }

  /** Another lane under the pointer, with the column of it. */
  #elsewhere(x: number, y: number): Over | undefined {
    const own = this.#board()?.closest<HTMLElement>('[data-lane]')
    const found = own && document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-lane]')
    if (!found || found === own || found.parentElement !== own.parentElement) return undefined
    const columns = [...found.querySelectorAll<HTMLElement>('[data-column]')]
    const column = columns.find((one) => x >= one.getBoundingClientRect().left && x <= one.getBoundingClientRect().right)
    return column && { column: column.dataset.column ?? '', gap: 0, lane: found.dataset.lane ?? '' }
  }

  #under(x: number, y: number): Over | undefined {
    const elsewhere = this.#elsewhere(x, y)
    if (elsewhere) return elsewhere
    for (const list of this.#lists()) {
      const column = list.closest<HTMLElement>('[data-column]')
      const box = (column ?? list).getBoundingClientRect()
      if (!column || x < box.left || x > box.right || y < box.top - 40 || y > box.bottom + 40) continue
      const inner = list.getBoundingClientRect()
      const height = Number(list.dataset.rowHeight)
      const count = Number(list.dataset.count)
      return { column: column.dataset.column ?? '', gap: gapAt(y - this.#grab.y - inner.top + list.scrollTop + height / 4, height, count) }
    }
    return undefined
  }

  /** Scrolls what the pointer is at the edge of; true while it goes on. */
  #scroll(x: number, y: number): boolean {
    const board = this.#board()
    let moved = false
    const push = (node: HTMLElement, axis: 'scrollLeft' | 'scrollTop', by: number) => {
      const before = node[axis]
      node[axis] = before + by
      moved ||= node[axis] !== before
    }
    const speed = (into: number) => Math.ceil((Math.min(into, EDGE) / EDGE) * FASTEST)
    const lanes = board?.closest<HTMLElement>('[data-lane]')?.parentElement
    if (lanes) {
      const box = lanes.getBoundingClientRect()
      if (y > box.bottom - EDGE) push(lanes, 'scrollTop', speed(y - box.bottom + EDGE))
      if (y < box.top + EDGE) push(lanes, 'scrollTop', -speed(box.top + EDGE - y))
    }
    if (board) {
      const box = board.getBoundingClientRect()
      const pinned = board.querySelector('.accent')?.getBoundingClientRect()
      const aims = pinned && x >= pinned.left && x <= Math.min(pinned.right, box.right - STRIP)
      if (x > box.right - EDGE && !aims) push(board, 'scrollLeft', speed(x - box.right + EDGE))
      if (x < box.left + EDGE) push(board, 'scrollLeft', -speed(box.left + EDGE - x))
    }
    const list = this.#lists().find((node) => {
      const box = node.getBoundingClientRect()
      return x >= box.left && x <= box.right
    })
    if (list) {
      const box = list.getBoundingClientRect()
      if (y > box.bottom - EDGE) push(list, 'scrollTop', speed(y - box.bottom + EDGE))
      if (y < box.top + EDGE) push(list, 'scrollTop', -speed(box.top + EDGE - y))
    }
    return moved
  }

  #up = (event: PointerEvent) => {
    if (!this.#start || event.pointerId !== this.#start.pointer) return
    this.#at = { x: event.clientX, y: event.clientY }
    const aimed = this.now?.over
    const gone =
      aimed &&
      aimed.lane === undefined &&
      !this.#lists().some((list) => list.closest<HTMLElement>('[data-column]')?.dataset.column === aimed.column)
    // Where a column vanished under the hand another one slides in: what one aimed at counts, and is refused.
    const over = gone ? aimed : this.now && this.#under(event.clientX, event.clientY)
    const id = this.#start.id
    this.#end()
    if (over) this.#drop(id, over)
  }

  #end(held = false) {
    window.removeEventListener('pointermove', this.#move)
    window.removeEventListener('pointerup', this.#up)
    window.removeEventListener('pointercancel', this.cancel)
    window.removeEventListener('keydown', this.#key, true)
    document.removeEventListener('selectstart', this.#noSelect)
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#ghost?.remove()
    this.#ghost = undefined
    this.#start = undefined
    this.now = undefined
    // The click event comes after the release.
    const released = () => setTimeout(() => (this.#suppress = false))
    if (held) window.addEventListener('pointerup', released, { once: true })
    else released()
  }
}
