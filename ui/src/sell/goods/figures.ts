/** Quantities, discounts and how often something is billed, typed and shown. Pure; Rust checks again. */
import { locale, money, plural } from '../../lib/format'
import type { Billing, DealLine } from '../../lib/backend'

const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })

/** "1.5" or "1,5" as whole units of 10^-places; nothing for what is no such number. A mark is always the decimal mark here. */
function units(text: string, places: number): number | undefined {
  const parts = /^(\d{1,7})(?:[.,](\d+))?$/.exec(text.trim().replace(/[\s\u00a0]/g, ''))
  if (!parts) return undefined
  const fraction = (parts[2] ?? '').replace(/0+$/, '')
  if (fraction.length > places) return undefined
  return Number(parts[1]) * 10 ** places + Number(fraction.padEnd(places, '0') || '0')
}

/** In thousandths: "1,5" → 1500. */
export function parseQuantity(text: string): number | undefined {
  const quantity = units(text, 3)
  return quantity && quantity <= 1_000_000_000 ? quantity : undefined
}

/** In hundredths of a percent: "12.5 %" → 1250. Empty is none. */
export function parseDiscount(text: string): number | undefined {
  const bare = text.replace('%', '').trim()
  if (!bare) return 0
  const discount = units(bare, 2)
  return discount !== undefined && discount <= 10_000 ? discount : undefined
}

export const showQuantity = (quantity: number): string => decimals.format(quantity / 1000)
export const showDiscount = (discount: number): string => `${decimals.format(discount / 100)} %`

export const BILLINGS: Record<Billing, string> = { once: 'Once', month: 'Each month', quarter: 'Each quarter', year: 'Each year' }
/** A year's worth of periods. */
export const USUAL: Record<Billing, number | null> = { once: null, month: 12, quarter: 4, year: 1 }

/** "3 × €4,821 less 10 %", "2 × €50 each month, for 12 months". */
export function lineSentence(line: DealLine, currency: string): string {
  const off = line.discount ? ` less ${showDiscount(line.discount)}` : ''
  const repeats =
    line.billing === 'once' || !line.term ? '' : ` ${BILLINGS[line.billing].toLowerCase()}, for ${plural(line.term, line.billing)}`
  return `${showQuantity(line.quantity)} × ${money(line.unit_price, currency)}${off}${repeats}`
}
