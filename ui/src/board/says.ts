/** What a screen reader hears while a card is moved. One place, so that tests and people can rely on the words. */
export const says = {
  picked: (card: string, column: string, at: number, of: number) =>
    `Picked up ${card}. ${column}, ${at} of ${of}. Arrow keys move it, Space drops it, Escape puts it back.`,
  moved: (card: string, column: string, at: number, of: number) => `${card}: ${column}, position ${at} of ${of}.`,
  dropped: (card: string, column: string) => `Dropped ${card} in ${column}.`,
  cancelled: (card: string, column: string) => `Put ${card} back in ${column}.`,
  refused: (card: string, why: string) => `${card} was put back. ${why}`,
}
