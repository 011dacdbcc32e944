/** Sums in words, one figure a currency. */
import type { Total } from '../../lib/backend'
import { roundMoney } from '../../lib/format'

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
