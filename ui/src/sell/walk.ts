/** The record before and after, in the order of the board that is on screen. */
export function neighbourOf(id: string, by: -1 | 1): string | undefined {
  const shown = [...document.querySelectorAll<HTMLElement>('[data-card]')]
  const at = shown.findIndex((node) => node.dataset.card === id)
  return at < 0 ? undefined : shown[at + by]?.dataset.card
}
