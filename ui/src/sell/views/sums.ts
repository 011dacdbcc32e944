/** Sums in words, one figure a currency. */
import type { Converted, Total } from '../../lib/backend'
import { dayWithYear, roundMoney } from '../../lib/format'

export const sumWords = (totals: readonly Total[]): string =>
  totals
    .filter((total) => total.sum)
    .map((total) => roundMoney(total.sum, total.currency))
    .join(' + ')

export const weightedWords = (totals: readonly Total[]): string =>
  totals
    .filter((total) => total.weighted)
    .map((total) => roundMoney(total.weighted, total.currency))
    .join(' + ')

/** One sum of several currencies, with the rates it was made by and what had none; nothing where no rate was used. */
export function convertedWords({ total, used, left }: Converted): string {
  if (!used.length) return ''
  const rates = used.map((rate) => `1 ${rate.currency} = ${rate.rate} ${total.currency} of ${dayWithYear(rate.day)}`)
  const without = left.length ? `, without ${left.map((one) => one.currency).join(', ')}: no rate` : ''
  return `about ${roundMoney(total.minor, total.currency)} at ${rates.join('; ')}${without}`
}
