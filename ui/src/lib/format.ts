/** How figures and days are written, by the person's locale. Formatters are made once. */
export const locale = known(typeof navigator === 'undefined' ? 'en' : navigator.language)

/** Some systems say "C", which is no language: Intl would throw and leave the window empty. */
export function known(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

const moneyFormats = new Map<string, Intl.NumberFormat>()
const count = new Intl.NumberFormat(locale)
const dayShort = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayLong = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const dayFull = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

function formatFor(currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${currency}${whole}`
  let format = moneyFormats.get(key)
  if (!format) {
    const shape: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
    try {
      format = new Intl.NumberFormat(locale, whole ? { ...shape, minimumFractionDigits: 0, maximumFractionDigits: 0 } : shape)
    } catch {
      format = new Intl.NumberFormat(locale, { minimumFractionDigits: whole ? 0 : 2 })
    }
    moneyFormats.set(key, format)
  }
  return format
}

/** How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY. */
export function exponent(currency: string): number {
  return formatFor(currency, false).resolvedOptions().maximumFractionDigits ?? 2
}

/** What money of a currency is marked with: "€". */
export function symbol(currency: string): string {
  return (
    formatFor(currency, false)
      .formatToParts(0)
      .find((part) => part.type === 'currency')?.value ?? currency
  )
}

/** Minor units as money; cents are shown only where there are some. */
export function money(minor: number, currency: string): string {
  const unit = 10 ** exponent(currency)
  return formatFor(currency, minor % unit === 0).format(minor / unit)
}

/** Whole units only, for column heads. */
export function roundMoney(minor: number, currency: string): string {
  return formatFor(currency, true).format(minor / 10 ** exponent(currency))
}

export function number(n: number): string {
  return count.format(n)
}

export function percent(part: number, digits = 1): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(part)
}

const utc = (day: string) => new Date(`${day}T00:00:00Z`)
const DAY_MS = 86_400_000
/** So far from today that a day without its year could be taken for another one. */
const far = (iso: string) => Math.abs(utc(iso).getTime() - Date.now()) > 300 * DAY_MS

/** "28 Nov", with the year when that could be taken for another one. */
export function day(iso: string): string {
  return (far(iso) ? dayLong : dayShort).format(utc(iso))
}

/** "Sat 28 Nov", with the year when that could be taken for another one. */
export function weekday(iso: string): string {
  return far(iso) ? `${dayFull.format(utc(iso))} ${iso.slice(0, 4)}` : dayFull.format(utc(iso))
}

export function dayWithYear(iso: string): string {
  return dayLong.format(utc(iso))
}

export function moment(ms: number): string {
  return instant.format(ms)
}

/** "1 deal", "12 deals". */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`
}

/** "Jana Kühn" → "JK". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
