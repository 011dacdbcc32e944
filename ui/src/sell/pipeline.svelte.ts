/** What the pipeline screen looks at: which pipeline, whose deals, which words. */
import { commands, type DealBoard, type DealCard, type DealFilter, type Stage } from '../lib/backend'
import { BoardState } from '../board/state.svelte'
import { session } from '../lib/session.svelte'
import { moveDeal } from './moves.svelte'

let pipeline = $state<string | null>(null)
let owner = $state<string | null>(null)
let mine = $state(false)
let text = $state('')

/** Kept while one is elsewhere, so that coming back shows the same board. */
export const view = {
  get filter(): DealFilter {
    return { pipeline, owner: mine ? (session.me?.id ?? null) : owner, text: text.trim() || null, only: { all: [] } }
  },
  get mine(): boolean {
    return mine
  },
  set mine(on: boolean) {
    mine = on
  },
  get owner(): string | null {
    return owner
  },
  set owner(id: string | null) {
    owner = id
  },
  get text(): string {
    return text
  },
  set text(words: string) {
    text = words
  },
  get pipeline(): string | null {
    return pipeline
  },
  set pipeline(id: string | null) {
    pipeline = id
  },
}

/** The board's cards over the newest answer. */
export function dealBoardState(latest: () => DealBoard | undefined): BoardState<DealCard> {
  const stage = (id: string): Stage | undefined => latest()?.columns.find((column) => column.stage.id === id)?.stage
  return new BoardState<DealCard>(
    (column, offset, limit) => commands.dealCards({ filter: view.filter, stage: column, offset, limit }),
    async ({ card, from, column, above, below }) => {
      const to = stage(column)
      return to ? moveDeal(card, to, { above, below }, stage(from)) : null
    },
  )
}
