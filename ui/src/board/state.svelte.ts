/** The cards of a board as they are drawn: windows of what Rust has, with moves under way laid over them. */
import { untrack } from 'svelte'
import { announce } from '../lib/announce.svelte'
import { asError } from '../lib/backend'
import { notify, notifyError } from '../lib/notices.svelte'
import { placementAt } from './placement'
import { says } from './says'
import type { BoardCard, BoardColumn, FetchCards, SaveDrop } from './types'

const PAGE = 60

export type Shown<C extends BoardCard> = { id: string; name: string; count: number; rows: readonly (C | undefined)[] }
type Pending<C> = { card: C; from: string; to: string; index: number; rev: number | null }

export class BoardState<C extends BoardCard> {
  /** Sparse per column: a row that has not come yet is undefined. */
  #rows = $state.raw<Map<string, (C | undefined)[]>>(new Map())
  #columns = $state.raw<readonly BoardColumn<C>[]>([])
  #pending = $state.raw<readonly Pending<C>[]>([])
  #asked = new Map<string, Promise<void>>()
  #rev = 0
  /** What the rows are a view of; rows of another view are never shown. */
  #view = ''
  #taken = 0
  #fetch: FetchCards<C>
  #save: SaveDrop<C>

  constructor(fetch: FetchCards<C>, save: SaveDrop<C>) {
    this.#fetch = fetch
    this.#save = save
  }

  /** A new snapshot of `view` (a filter as text). Pages fetched before are asked for again, so that nothing old stays. */
  take(columns: readonly BoardColumn<C>[], rev: number, view = ''): void {
    // Called from an effect that follows the snapshot alone: what is laid over it must not call it again.
    untrack(() => this.#take(columns, rev, view))
  }

  #take(columns: readonly BoardColumn<C>[], rev: number, view: string): void {
    if (rev < this.#rev) return
    const before = view === this.#view ? this.#rows : new Map<string, (C | undefined)[]>()
    this.#view = view
    this.#taken++
    const rows = new Map<string, (C | undefined)[]>()
    for (const column of columns) {
      const list: (C | undefined)[] = new Array<C | undefined>(column.count).fill(undefined)
      const old = before.get(column.id)
      if (old && rev === this.#rev) for (let i = 0; i < Math.min(old.length, list.length); i++) list[i] = old[i]
      column.cards.forEach((card, i) => (list[i] = card))
      // Until the fresh page is here, the old row is better than a hole.
      if (old && rev !== this.#rev) for (let i = column.cards.length; i < Math.min(old.length, list.length); i++) list[i] = old[i]
      once(list, 0, column.cards.length)
      rows.set(column.id, list)
    }
    this.#rev = rev
    this.#asked.clear()
    this.#columns = columns
    this.#rows = rows
    this.#pending = this.#pending.filter((move) => move.rev === null || move.rev > rev)
  }

  get columns(): readonly Shown<C>[] {
    return this.#columns.map((column) => {
      let rows: (C | undefined)[] = this.#rows.get(column.id) ?? []
      for (const move of this.#pending) {
        if (move.from !== column.id && move.to !== column.id) continue
        rows = rows.filter((card) => card?.id !== move.card.id)
        if (move.to === column.id) rows.splice(Math.min(move.index, rows.length), 0, move.card)
      }
      return { id: column.id, name: column.name, count: rows.length, rows }
    })
  }

  column(id: string): Shown<C> | undefined {
    return this.columns.find((column) => column.id === id)
  }

  find(card: string): { column: string; index: number; card: C } | undefined {
    for (const column of this.columns) {
      const index = column.rows.findIndex((row) => row?.id === card)
      const found = column.rows[index]
      if (found) return { column: column.id, index, card: found }
    }
    return undefined
  }

  /** Makes sure that rows from..to of a column are here, or on their way. */
  need(column: string, from: number, to: number): void {
    const fresh = this.#columns.find((candidate) => candidate.id === column)?.cards.length ?? 0
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) {
      const key = `${column}/${page}`
      if (this.#asked.has(key) || (page + 1) * PAGE <= fresh) continue
      const list = this.#rows.get(column)
      if (!list || page * PAGE >= list.length || (fresh >= list.length && list.length > 0)) continue
      void this.#ask(column, page)
    }
  }

  /** The card at a place, fetched when it has not come yet; undefined where there is none. */
  async at(column: string, index: number): Promise<C | undefined> {
    const here = this.column(column)
    if (!here || index < 0 || index >= here.count) return undefined
    if (!here.rows[index]) await this.#ask(column, Math.floor(index / PAGE))
    return this.column(column)?.rows[index]
  }

  #ask(column: string, page: number): Promise<void> {
    const key = `${column}/${page}`
    const asked = this.#asked.get(key) ?? this.#load(column, page, key)
    this.#asked.set(key, asked)
    return asked
  }

  async #load(column: string, page: number, key: string) {
    const taken = this.#taken
    try {
      const answer = await this.#fetch(column, page * PAGE, PAGE)
      const list = this.#rows.get(column)
      // A snapshot that came meanwhile asks again for what it needs.
      if (taken !== this.#taken) return
      if (!list || answer.rev < this.#rev) return void this.#asked.delete(key)
      const next = [...list]
      answer.cards.forEach((card, i) => page * PAGE + i < next.length && (next[page * PAGE + i] = card))
      once(next, page * PAGE, page * PAGE + answer.cards.length)
      this.#rows = new Map(this.#rows).set(column, next)
    } catch (error) {
      this.#asked.delete(key)
      notifyError(error)
    }
  }

  /** Draws the move at once, saves it, and puts the card back visibly when that fails. True when it was kept. */
  async drop(card: C, column: string, index: number): Promise<boolean> {
    const from = this.find(card.id)
    const target = this.column(column)
    if (!from) return false
    if (!target) {
      // It went while the card was on its way there.
      const why = says.refused(card.name, 'The column is not there any more.')
      announce(why)
      notify(why, [], 'error')
      return false
    }
    const at = from.column === column && index > from.index ? index - 1 : index
    const move: Pending<C> = { card, from: from.column, to: column, index: at, rev: null }
    const neighbours = this.#neighbours(card, column, index)
    this.#pending = [...this.#pending, move]
    try {
      const spot = await neighbours
      const rev = await this.#save({ card, from: from.column, column, above: spot.above, below: spot.below })
      if (rev === null) {
        announce(says.cancelled(card.name, this.#columns.find((c) => c.id === from.column)?.name ?? ''))
        this.#pending = this.#pending.filter((other) => other !== move)
      } else
        this.#pending =
          rev <= this.#rev
            ? this.#pending.filter((other) => other !== move)
            : this.#pending.map((other) => (other === move ? { ...move, rev } : other))
      return rev !== null
    } catch (error) {
      this.#pending = this.#pending.filter((other) => other !== move)
      announce(says.refused(card.name, asError(error).message))
      notifyError(error)
      return false
    }
  }

  /** Who will be above and below, as the column stood when the card was let go; rows not seen yet are fetched. */
  async #neighbours(card: C, column: string, index: number) {
    const rows = this.column(column)?.rows ?? []
    const fetched = new Map<number, C | undefined>()
    for (const i of [index - 2, index - 1, index, index + 1]) if (i >= 0 && i < rows.length && !rows[i]) fetched.set(i, undefined)
    for (const i of fetched.keys()) fetched.set(i, await this.at(column, i))
    const ids = rows.map((row, i) => (row ?? fetched.get(i))?.id)
    return placementAt(column, ids, index, card.id)
  }
}

/** Cards shift when one above them leaves: an older row that repeats a fresh one (from..to) becomes a hole until its page comes. */
function once<C extends BoardCard>(rows: (C | undefined)[], from: number, to: number): void {
  const fresh = new Set(rows.slice(from, to).map((row) => row?.id))
  for (let i = 0; i < rows.length; i++) if ((i < from || i >= to) && rows[i] && fresh.has(rows[i]?.id)) rows[i] = undefined
}
