/** A day with a time, typed freely: "fri 10", "tomorrow 14:30", "28.11. at 9", "+2w", "3pm". Pure. */
import { localOrder, parseDay, type Order } from './date'

/** `minute` counts from midnight; null is the whole day. */
export type When = { day: string; minute: number | null }

/** "10", "10:30", "9.15", "14h", "3pm", "1430" as minutes of the day; 19.. and 20.. are years. */
export function parseTime(text: string): number | undefined {
  const parts = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h)?$/.exec(text) ?? /^(0\d|1[0-8]|2[1-3])([0-5]\d)$/.exec(text)
  if (!parts) return undefined
  let hour = Number(parts[1])
  const minute = Number(parts[2] ?? 0)
  const half = parts[3]
  if (half === 'am' || half === 'pm') {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half === 'pm' ? 12 : 0)
  }
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined
}

/** The day and time meant, or `undefined` when they can't be told. A time alone is today's; a bare number is a time only after a day. */
export function parseWhen(text: string, today: string, order: Order = localOrder()): When | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^on\s+/, '')
  const words = plain
    .replace(/(^|\s)(at|@)(?=\s|\d)/g, ' ')
    .split(/[\s,]+/)
    .filter((word) => word)
  if (!words.length) return undefined
  for (const length of [2, 1]) {
    if (words.length <= length) continue
    const minute = parseTime(words.slice(-length).join(length === 2 && !/^(am|pm|h)$/.test(words.at(-1)!) ? ' ' : ''))
    const day = minute === undefined ? undefined : parseDay(words.slice(0, -length).join(' '), today, order)
    if (day && minute !== undefined) return { day, minute }
  }
  const day = parseDay(words.join(' '), today, order)
  if (day) return { day, minute: null }
  const clear = words.length === 1 ? /[:.hm]/.test(words[0]!) || /(^|\s)(at\s|@)/.test(plain) : /^(am|pm|h)$/.test(words.at(-1)!)
  const minute = clear ? parseTime(words.join('')) : undefined
  return minute === undefined ? undefined : { day: today, minute }
}
