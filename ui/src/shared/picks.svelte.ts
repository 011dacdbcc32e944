/** Which rows are chosen: some by name, or all that match but some. */
/** As it crosses to Rust, whatever the question about these records is made of. */
export type Pick<Q> = { these: string[] } | { matching: { query: Q; except: string[] } }

export class Picks {
  /** The chosen ones; the ones left out where everything is chosen. */
  #ids = $state.raw<ReadonlySet<string>>(new Set())
  #all = $state(false)
  #total: () => number

  constructor(total: () => number) {
    this.#total = total
  }

  get all(): boolean {
    return this.#all
  }

  get count(): number {
    return this.#all ? Math.max(0, this.#total() - this.#ids.size) : this.#ids.size
  }

  has(id: string): boolean {
    return this.#ids.has(id) !== this.#all
  }

  set(ids: Iterable<string>, on: boolean): void {
    const next = new Set(this.#ids)
    for (const id of ids) {
      if (on !== this.#all) next.add(id)
      else next.delete(id)
    }
    this.#ids = next
  }

  toggle(id: string): void {
    this.set([id], !this.has(id))
  }

  everything(): void {
    this.#all = true
    this.#ids = new Set()
  }

  none(): void {
    this.#all = false
    this.#ids = new Set()
  }

  pick<Q>(query: Q): Pick<Q> {
    return this.#all ? { matching: { query, except: [...this.#ids] } } : { these: [...this.#ids] }
  }
}
