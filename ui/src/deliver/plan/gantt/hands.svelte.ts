/** What is being done to the chart: a bar moved or resized, a link drawn, by pointer or by keys. Esc puts it back; a click is no drag. */
import { announce } from '../../../lib/announce.svelte'
import type { LinkKind, PlanChange, PlanRow } from '../../../lib/backend'
import type { Point } from '../../../templates/timeline'
import type { Shown } from '../rows'
import { hitAt, spanOf, type Side, type Span } from './bars'
import type { Work } from './days'
import { changesOf, dragged, fixedBecause, KINDS, kindOf, linkOf, stepped, type Grip } from './edit'
import { says } from './says'
import type { Scale } from './scale'

const FAR = 4
const EDGE = 40
const FASTEST = 16

/** The chart as it is drawn now. `list` and `head`: what stands left of it and over it, in pixels. */
export type View = {
  shown: readonly Shown[]
  scale: Scale
  work: Work
  height: number
  list: number
  head: number
  box: HTMLElement | undefined
}
export type Bar = { what: 'bar'; row: PlanRow; grip: Grip; to: Span; keys: boolean }
/** `at`: where the pointer is; missing while keys choose. */
export type Tie = { what: 'link'; row: PlanRow; out: Side; kind: LinkKind; target: Shown | undefined; at: Point | undefined; keys: boolean }
export type Held = Bar | Tie

export class Hands {
  held = $state.raw<Held>()
  /** The change is being looked at: its ghost stays until that is decided. */
  asking = $state(false)
  /** True right after a drag: the click that ends it opens nothing. */
  swallowsClick = false
  #view: () => View
  #apply: (changes: PlanChange[]) => Promise<boolean>
  #stop: (() => void) | undefined

  constructor(view: () => View, apply: (changes: PlanChange[]) => Promise<boolean>) {
    this.#view = view
    this.#apply = apply
  }

  /** A bar is pressed: at an end to resize it, at its handle to link it. */
  down = (event: PointerEvent, row: PlanRow, grip: Grip | { link: Side }): void => {
    if (event.button !== 0 || this.asking) return
    this.cancel(true)
    const first = { x: event.clientX, y: event.clientY }
    const from = this.#point(event.clientX, event.clientY)
    let at = first
    let moved = false
    let frame = 0
    const step = () => {
      frame = 0
      const scrolls = this.#scroll(at.x, at.y)
      const point = this.#point(at.x, at.y)
      if (typeof grip === 'string') this.#pull(row, grip, point.x - from.x)
      else this.#draw(row, grip.link, point)
      if (scrolls) frame = requestAnimationFrame(step)
    }
    const move = (now: PointerEvent) => {
      at = { x: now.clientX, y: now.clientY }
      if (!moved && Math.hypot(at.x - first.x, at.y - first.y) < FAR) return
      const why = typeof grip === 'string' && fixedBecause(row)
      if (!moved && why) return (this.cancel(true), announce(why))
      moved = true
      now.preventDefault()
      if (!frame) frame = requestAnimationFrame(step)
    }
    const up = () => {
      if (frame) (cancelAnimationFrame(frame), step())
      const held = moved ? this.held : undefined
      this.#end()
      if (!moved) return (this.held = undefined)
      this.swallowsClick = true
      setTimeout(() => (this.swallowsClick = false))
      if (held) void this.confirm()
    }
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape' || !moved) return
      pressed.preventDefault()
      pressed.stopPropagation()
      this.swallowsClick = true
      window.addEventListener('pointerup', () => setTimeout(() => (this.swallowsClick = false)), { once: true })
      this.cancel()
    }
    const cancel = () => this.cancel()
    const still = (select: Event) => select.preventDefault()
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', key, true)
    // WebKit would select the text that is swept over.
    document.addEventListener('selectstart', still)
    this.#stop = () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', cancel)
      window.removeEventListener('keydown', key, true)
      document.removeEventListener('selectstart', still)
    }
  }

  /** A working day further by keys; the first press takes the bar. */
  shift(row: PlanRow, grip: Grip, by: 1 | -1): void {
    if (this.asking) return
    const why = fixedBecause(row)
    if (why) return announce(why)
    const now = this.held?.what === 'bar' && this.held.row.task === row.task && this.held.grip === grip ? this.held.to : spanOf(row)
    if (!now) return
    const to = stepped(row, grip, now, by, this.#view().work)
    this.held = { what: 'bar', row, grip, to, keys: true }
    announce(says.held(row, to))
  }

  /** Begins a link by keys, or takes the next kind for the one being drawn. */
  link(row: PlanRow): void {
    if (this.asking || !row.task) return
    if (this.held?.what === 'link') {
      const kind = KINDS[(KINDS.indexOf(this.held.kind) + 1) % KINDS.length] ?? 'FS'
      this.held = { ...this.held, kind, out: kind[0] === 'F' ? 'end' : 'start' }
      if (this.held.target) announce(says.target(this.held.row, this.held.target.row, kind))
      else announce(kind)
      return
    }
    this.held = { what: 'link', row, out: 'end', kind: 'FS', target: undefined, at: undefined, keys: true }
    announce(says.linking(row))
  }

  /** The row that what is being linked would wait. */
  aim(target: Shown): void {
    if (this.held?.what !== 'link') return
    this.held = { ...this.held, target }
    if (target.row.task) announce(says.target(this.held.row, target.row, this.held.kind))
    else announce(`${target.row.name} is a phase: link its tasks.`)
  }

  /** Makes the change that is held. */
  async confirm(): Promise<void> {
    const held = this.held
    if (!held || this.asking) return
    const changes = this.#changes(held)
    if (!changes.length) {
      this.held = undefined
      return announce(says.unchanged(held.row))
    }
    this.asking = true
    try {
      if (!(await this.#apply(changes))) announce(says.cancelled(held.row))
    } finally {
      this.asking = false
      this.held = undefined
    }
  }

  /** Puts back what is held. */
  cancel(quiet = false): void {
    this.#end()
    const held = this.held
    if (!held || this.asking) return
    this.held = undefined
    if (!quiet) announce(says.cancelled(held.row))
  }

  #changes(held: Held): PlanChange[] {
    if (held.what === 'bar') return changesOf(held.row, held.grip, held.to, this.#view().work)
    const [from, to] = [held.row.task, held.target?.row.task]
    return from && to ? [linkOf(from, to, held.kind)] : []
  }

  #pull(row: PlanRow, grip: Grip, by: number) {
    const { scale, work } = this.#view()
    const to = dragged(row, grip, Math.round(by / scale.unit), work)
    const old = this.held?.what === 'bar' ? this.held.to : undefined
    if (to && (old?.start !== to.start || old.finish !== to.finish)) this.held = { what: 'bar', row, grip, to, keys: false }
  }

  #draw(row: PlanRow, out: Side, at: Point) {
    const { shown, scale, height } = this.#view()
    const over = hitAt(at, shown, scale, height)
    const hit = over && over.one.row.task !== row.task ? over : undefined
    this.held = { what: 'link', row, out, kind: kindOf(out, hit?.side ?? 'start'), target: hit?.one, at, keys: false }
  }

  /** A point of the window on the chart. */
  #point(x: number, y: number): Point {
    const { box, list, head } = this.#view()
    const area = box?.getBoundingClientRect()
    if (!box || !area) return { x, y }
    return { x: x - area.left + box.scrollLeft - list, y: y - area.top + box.scrollTop - head }
  }

  /** Scrolls what the pointer is at the edge of; true while it goes on. */
  #scroll(x: number, y: number): boolean {
    const { box, list, head } = this.#view()
    if (!box) return false
    const area = box.getBoundingClientRect()
    const speed = (into: number) => (into > 0 ? Math.ceil((Math.min(into, EDGE) / EDGE) * FASTEST) : 0)
    const [left, top] = [box.scrollLeft, box.scrollTop]
    box.scrollLeft += speed(x - area.right + EDGE) - speed(area.left + list + EDGE - x)
    box.scrollTop += speed(y - area.bottom + EDGE) - speed(area.top + head + EDGE - y)
    return box.scrollLeft !== left || box.scrollTop !== top
  }

  #end() {
    this.#stop?.()
    this.#stop = undefined
  }
}
