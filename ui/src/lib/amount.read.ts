/** An amount with whatever currency is written beside it: read here where it is plain, by Rust where it isn't. */
import { isPlain, parseAmount } from './amount'
import { commands, type Money } from './backend'
import { exponent } from './format'

export async function readAmount(text: string, currency: string): Promise<Money> {
  const minor = isPlain(text) ? parseAmount(text, exponent(currency)) : undefined
  return minor === undefined ? commands.readAmount(text, currency) : { minor, currency }
}
