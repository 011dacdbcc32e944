/** What the one board of the program needs to know of a column and of a card. */
export type BoardCard = { id: string; name: string }
export type BoardColumn<C extends BoardCard> = { id: string; name: string; count: number; cards: readonly C[] }
export type Drop<C extends BoardCard> = { card: C; from: string; column: string; above: string | null; below: string | null }
/** Saves a drop. Resolves to the revision that has it, or null when it was called off; throws when it was refused. */
export type SaveDrop<C extends BoardCard> = (drop: Drop<C>) => Promise<number | null>
export type FetchCards<C extends BoardCard> = (column: string, offset: number, limit: number) => Promise<{ rev: number; cards: C[] }>
