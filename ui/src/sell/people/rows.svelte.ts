/** A long list of which Rust holds all and the window a few pages: rows come when they are scrolled to. */
import { asError, type HandselError, type Topic } from '../../lib/backend'
import { watch } from '../../lib/live.svelte'

const PAGE = 100
export type Answer<R> = { rev: number; total: number; more?: boolean; rows: R[] }
export type Ask<R> = (text: string | null, offset: number, limit: number) => Promise<Answer<R>>

export class Rows<R extends { id: string }> {
  total = $state(0)
  /** The text fits more than were looked at. */
  more = $state(false)
  error = $state.raw<HandselError>()
  /** True until the first answer came. */
  loading = $state(true)
  #rows = $state.raw<(R | undefined)[]>([])
  #asked = new Set<number>()
  #ask: Ask<R>
  #text = ''
  #rev = 0
  /** Counts the lists asked for, so that a page of an older one is dropped. */
  #turn = 0
  #from = 0
  #to = PAGE

  constructor(ask: Ask<R>, topics: readonly Topic[]) {
    this.#ask = ask
    $effect(() => watch(topics, () => this.again()))
  }

  row(index: number): R | undefined {
    return this.#rows[index]
  }

  indexOf(id: string | undefined): number {
    return id ? this.#rows.findIndex((row) => row?.id === id) : -1
  }

  /** The chosen rows in their order, at most `most`; those not yet here are fetched. */
  async collect(has: (id: string) => boolean, count: number, most: number): Promise<R[]> {
    const found: R[] = []
    const wanted = Math.min(count, most)
    for (let at = 0; at < this.total && found.length < wanted; at += PAGE) {
      const here = this.#rows.slice(at, Math.min(at + PAGE, this.total))
      const rows = here.every((row) => row) ? here : (await this.#ask(this.#text || null, at, PAGE)).rows
      for (const row of rows) if (row && has(row.id) && found.length < wanted) found.push(row)
    }
    return found
  }

  find(text: string): void {
    this.#text = text.trim()
    this.#from = 0
    this.#to = PAGE
    this.again()
  }

  /** Asks again for what is in sight. The old rows stay until the new ones are here. */
  again(): void {
    this.#turn++
    this.#asked.clear()
    this.need(this.#from, this.#to)
  }

  need(from: number, to: number): void {
    this.#from = from
    this.#to = Math.max(to, from + 1)
    for (let page = Math.floor(from / PAGE); page * PAGE < this.#to; page++) {
      if (!this.#asked.has(page)) void this.#fetch(page, this.#turn)
    }
  }

  async #fetch(page: number, turn: number): Promise<void> {
    this.#asked.add(page)
    try {
      const answer = await this.#ask(this.#text || null, page * PAGE, PAGE)
      if (turn === this.#turn) this.#take(page, answer)
    } catch (thrown) {
      if (turn === this.#turn) this.error = asError(thrown)
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }

  #take(page: number, answer: Answer<R>): void {
    const rows = this.#rows.slice(0, answer.total)
    rows.length = answer.total
    answer.rows.forEach((row, i) => (rows[page * PAGE + i] = row))
    this.#rows = rows
    this.total = answer.total
    this.more = answer.more ?? false
    this.error = undefined
    // Pages taken at an older revision may have moved: they are asked for when they are next in sight.
    if (answer.rev !== this.#rev) this.#asked = new Set([page])
    this.#rev = answer.rev
  }
}
