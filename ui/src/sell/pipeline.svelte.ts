/** The cards of the pipeline, and what the open view asks of its board. */
import { commands, type DealBoard, type DealCard, type DealFilter, type Stage } from '../lib/backend'
import { BoardState } from '../board/state.svelte'
import { moveDeal } from './moves.svelte'
import { viewing } from './views/state.svelte'

export function boardFilter(): DealFilter {
  const { pipeline, filter } = viewing.view.query
  return { pipeline, owner: null, text: viewing.text.trim() || null, only: filter }
}

/** The board's cards over the newest answer. */
export function dealBoardState(latest: () => DealBoard | undefined): BoardState<DealCard> {
  const stage = (id: string): Stage | undefined => latest()?.columns.find((column) => column.stage.id === id)?.stage
  return new BoardState<DealCard>(
    (column, offset, limit) => commands.dealCards({ filter: boardFilter(), stage: column, offset, limit }),
    async ({ card, from, column, above, below }) => {
      const to = stage(column)
      return to ? moveDeal(card, to, { above, below }, stage(from)) : null
    },
  )
}
