/** Days typed freely: "tomorrow", "fri", "+2w", "28.11.", "28 Nov 2026", ISO. Pure. */
export type Order = 'dmy' | 'mdy'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export function localOrder(): Order {
  const parts = new Intl.DateTimeFormat(undefined).formatToParts(new Date(2026, 10, 28))
  return parts.findIndex((p) => p.type === 'day') < parts.findIndex((p) => p.type === 'month') ? 'dmy' : 'mdy'
}

const iso = (date: Date) => date.toISOString().slice(0, 10)
const utc = (day: string) => new Date(`${day}T00:00:00Z`)

export function plusDays(day: string, days: number): string {
  const date = utc(day)
  date.setUTCDate(date.getUTCDate() + days)
  return iso(date)
}

function plusMonths(day: string, months: number): string {
  const date = utc(day)
  const want = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(want, last))
  return iso(date)
}

function exact(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real && year >= 1900 && year <= 2200 ? iso(date) : undefined
}

/** The next time this day of a year comes, today included. */
function coming(today: string, month: number, day: number): string | undefined {
  const year = Number(today.slice(0, 4))
  const now = exact(year, month, day)
  return now && now >= today ? now : (exact(year + 1, month, day) ?? now)
}

function fullYear(text: string): number {
  return text.length <= 2 ? 2000 + Number(text) : Number(text)
}

function relative(words: string, today: string): string | undefined {
  if (words === 'today') return today
  if (words === 'tomorrow' || words === 'tmr') return plusDays(today, 1)
  if (words === 'yesterday') return plusDays(today, -1)
  const end = /^end of (month|year)$/.exec(words)
  if (end) return end[1] === 'year' ? `${today.slice(0, 4)}-12-31` : plusDays(plusMonths(`${today.slice(0, 7)}-01`, 1), -1)
  const step = /^([+-]?)\s*(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)$/.exec(words)
  if (step) {
    const n = Number(step[2]) * (step[1] === '-' ? -1 : 1)
    const unit = step[3]![0]
    if (unit === 'd') return plusDays(today, n)
    if (unit === 'w') return plusDays(today, 7 * n)
    return plusMonths(today, unit === 'm' ? n : 12 * n)
  }
  const weekday = /^(next )?(sun|mon|tue|wed|thu|fri|sat)[a-z]*$/.exec(words)
  if (!weekday) return undefined
  const ahead = (DAYS.indexOf(weekday[2]!) - utc(today).getUTCDay() + 7) % 7 || 7
  return plusDays(today, ahead)
}

function named(words: string, today: string): string | undefined {
  const whole = /^end of ([a-z]+)(?:\s+(\d{4}))?$/.exec(words)
  const dayFirst = /^(\d{1,2})\.?\s*([a-z]{3,})\.?,?\s*(\d{2,4})?$/.exec(words)
  const monthFirst = /^([a-z]{3,})\.?\s+(\d{1,2})(?:,?\s+(\d{2,4}))?$/.exec(words)
  const monthOf = (word: string) => MONTHS.indexOf(word.slice(0, 3)) + 1
  if (whole && monthOf(whole[1]!)) {
    const year = whole[2] ? Number(whole[2]) : Number((coming(today, monthOf(whole[1]!), 28) ?? today).slice(0, 4))
    return plusDays(plusMonths(`${year}-${String(monthOf(whole[1]!)).padStart(2, '0')}-01`, 1), -1)
  }
  const found = dayFirst ? [dayFirst[1], dayFirst[2], dayFirst[3]] : monthFirst ? [monthFirst[2], monthFirst[1], monthFirst[3]] : undefined
  if (!found || !monthOf(found[1]!)) return undefined
  const [date, month] = [Number(found[0]), monthOf(found[1]!)]
  return found[2] ? exact(fullYear(found[2]), month, date) : coming(today, month, date)
}

function figures(words: string, today: string, order: Order): string | undefined {
  const whole = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words)
  if (whole) return exact(Number(whole[1]), Number(whole[2]), Number(whole[3]))
  const parts = /^(\d{1,2})([./-])(\d{1,2})(?:\2(\d{2}|\d{4})?)?$/.exec(words)
  if (!parts) return undefined
  const dotted = parts[2] === '.' || order === 'dmy'
  const [date, month] = dotted ? [Number(parts[1]), Number(parts[3])] : [Number(parts[3]), Number(parts[1])]
  return parts[4] ? exact(fullYear(parts[4]), month, date) : coming(today, month, date)
}

/** The day meant, or `undefined` when it can't be told or doesn't exist (31/02). */
export function parseDay(text: string, today: string, order: Order = localOrder()): string | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ')
  if (!words) return undefined
  return figures(words, today, order) ?? relative(words, today) ?? named(words, today)
}
