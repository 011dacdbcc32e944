/** The pages of a timeline: the first is asked for again after every commit that concerns it, further ones when they are wanted. */
import { asError, commands, type About, type HandselError, type TimelineItem, type TimelineKind, type Topic } from '../lib/backend'
import { watch } from '../lib/live.svelte'

const PAGE = 30
const TOPICS: Topic[] = ['activities', 'deals', 'companies', 'contacts', 'projects', 'tasks', 'handoffs', 'people']

export class Pages {
  items = $state.raw<TimelineItem[]>([])
  more = $state<string | null>(null)
  error = $state.raw<HandselError>()
  loaded = $state(false)
  #ask: () => { about: About; only: TimelineKind[] }
  /** Counts the lists asked for, so that an answer to an older one is dropped. */
  #turn = 0

  constructor(ask: () => { about: About; only: TimelineKind[] }) {
    this.#ask = ask
    $effect(() => {
      ask()
      void this.#first(PAGE)
    })
    $effect(() => watch(TOPICS, () => void this.#first(Math.max(PAGE, Math.min(this.items.length, 200)))))
  }

  async #first(limit: number): Promise<void> {
    const mine = ++this.#turn
    try {
      const answer = await commands.timeline({ ...this.#ask(), before: null, limit })
      if (mine !== this.#turn) return
      this.items = answer.items
      this.more = answer.more
      this.error = undefined
    } catch (thrown) {
      if (mine === this.#turn) this.error = asError(thrown)
    } finally {
      if (mine === this.#turn) this.loaded = true
    }
  }

  async next(): Promise<void> {
    if (!this.more) return
    const mine = ++this.#turn
    try {
      const answer = await commands.timeline({ ...this.#ask(), before: this.more, limit: PAGE })
      if (mine !== this.#turn) return
      this.items = [...this.items, ...answer.items]
      this.more = answer.more
    } catch (thrown) {
      if (mine === this.#turn) this.error = asError(thrown)
    }
  }
}
