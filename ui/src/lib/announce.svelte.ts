/** What a screen reader is told: one polite live region, repeated words told again. */
let text = $state('')
let turn = false

export const announced = {
  get text(): string {
    return text
  },
}

export function announce(sentence: string): void {
  turn = !turn
  // A no-break space makes the same sentence a new one.
  text = turn ? sentence : `${sentence}\u00a0`
}
