/** Amounts typed freely: "1.234,50", "1,234.50", "12k". Pure; Rust checks again. */
export function parseAmount(text: string, digits: number): number | undefined {
  let words = text
    .trim()
    .replace(/[\s\u00a0'’]/g, '')
    .replace(/^[^\d.,-]+|[^\d.,kKmM]+$/g, '')
  const scale = /[kK]$/.test(words) ? 1_000 : /[mM]$/.test(words) ? 1_000_000 : 1
  words = words.replace(/[kKmM]$/, '')
  if (!/^\d[\d.,]*$/.test(words)) return undefined
  const last = Math.max(words.lastIndexOf('.'), words.lastIndexOf(','))
  const after = last < 0 ? 0 : words.length - last - 1
  const separators = words.match(/[.,]/g) ?? []
  const mixed = new Set(separators).size === 2
  // A single mark before three digits groups thousands ("1.200"), anything else is the decimal mark.
  const decimal = last >= 0 && (mixed || (separators.length === 1 && after !== 3))
  if (!decimal && separators.length && !/^\d{1,3}([.,]\d{3})+$/.test(words)) return undefined
  const whole = decimal ? words.slice(0, last) : words
  const grouped = whole.match(/[.,]/g) ?? []
  if (grouped.length && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined
  const figure = Number(`${whole.replace(/[.,]/g, '')}.${decimal ? words.slice(last + 1) : '0'}`) * scale
  if (decimal && scale === 1 && after > digits) return undefined
  const minor = Math.round(figure * 10 ** digits)
  return Number.isSafeInteger(minor) ? minor : undefined
}

/** Whether a typed amount is a bare number, perhaps with k or m behind: nothing in it could name another currency. */
export function isPlain(text: string): boolean {
  return /^[\d.,\s\u00a0\u202f'’]+[kKmM]?$/.test(text.trim())
}

/** The currency mark in a typed amount, if it is not this currency's own: a field in euro must not take "$1,200" for euro. */
export function foreignMark(text: string, currency: string, symbol: string): string | undefined {
  const mark = text
    .replace(/[\d.,\s\u00a0\u202f'’()+-]/g, '')
    .replace(/^[kKmM]$/, '')
    .trim()
  return mark && mark.toUpperCase() !== currency && mark !== symbol ? mark : undefined
}
