/** Where a card would land. Pure: the answer names neighbours, never an index or a rank; Rust gives the rank. */
export type Placement = { column: string; above: string | null; below: string | null }

/** The gap before position `index` of a column, not counting the card that moves. */
export function placementAt(column: string, ids: readonly (string | undefined)[], index: number, moving: string): Placement {
  const above = neighbour(ids, index - 1, -1, moving)
  const below = neighbour(ids, index, 1, moving)
  return { column, above, below }
}

function neighbour(ids: readonly (string | undefined)[], from: number, step: 1 | -1, moving: string): string | null {
  for (let i = from; i >= 0 && i < ids.length; i += step) {
    const id = ids[i]
    if (id === undefined) return null
    if (id !== moving) return id
  }
  return null
}

/** Which gap a pointer is over: `y` within the list, cards of equal height. */
export function gapAt(y: number, cardHeight: number, count: number): number {
  return Math.max(0, Math.min(count, Math.round(y / cardHeight)))
}

/** True when the card would stay where it is. */
export function staysPut(from: { column: string; index: number }, column: string, gap: number): boolean {
  return from.column === column && (gap === from.index || gap === from.index + 1)
}

/** The window of an equal-height list: which rows to draw, with a few more on both sides. */
export function visible(scrollTop: number, viewport: number, cardHeight: number, count: number, extra = 4): { from: number; to: number } {
  const tall = Math.min(viewport, typeof innerHeight === 'number' ? innerHeight : viewport)
  const from = Math.max(0, Math.floor(scrollTop / cardHeight) - extra)
  const to = Math.min(count, Math.ceil((scrollTop + tall) / cardHeight) + extra)
  return { from: Math.min(from, count), to }
}
