/** Conditions as they are typed. Pure. Amounts are kept in ten-thousandths of the currency's unit. */
import type { BriefKind, Op } from '../lib/backend'

export const OPS: Partial<Record<Op, string>> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  contains_not: 'does not contain',
  at_least: 'is at least',
  at_most: 'is at most',
  empty: 'is empty',
  filled: 'is filled in',
}

/** The comparisons that mean something for an answer of this kind. */
export function opsOf(kind: BriefKind | undefined): Op[] {
  if (kind === 'number' || kind === 'date') return ['is', 'is_not', 'at_least', 'at_most', 'empty', 'filled']
  if (kind === 'choice' || kind === 'person') return ['is', 'is_not', 'empty', 'filled']
  return ['is', 'is_not', 'contains', 'contains_not', 'empty', 'filled']
}

/** "10,000" for 100 000 000; empty where there is no bound. */
export function figure(tenThousandths: number | null | undefined): string {
  return tenThousandths === null || tenThousandths === undefined
    ? ''
    : (tenThousandths / 10_000).toLocaleString('en', { maximumFractionDigits: 2 })
}

/** What was typed, or no bound where it is no amount. */
export function unit(text: string): number | null {
  const plain = text.replace(/[\s,']/g, '')
  const amount = Number(plain)
  return plain && Number.isFinite(amount) ? Math.round(amount * 10_000) : null
}
