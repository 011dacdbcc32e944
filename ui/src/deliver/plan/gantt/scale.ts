/** Time as width: how wide a day is, and what stands over it. Pure. */
import { locale } from '../../../lib/format'
import { dayOf, numberOf, weekdayOf } from './days'

export type Zoom = 'day' | 'week' | 'month' | 'quarter'
export const ZOOMS: readonly { key: Zoom; name: string; days: number }[] = [
  { key: 'day', name: 'Day', days: 2.25 },
  { key: 'week', name: 'Week', days: 0.7 },
  { key: 'month', name: 'Month', days: 0.22 },
  { key: 'quarter', name: 'Quarter', days: 0.075 },
]
/** Days drawn before the first and after the last one that matters. */
const BEFORE = 7
const AFTER = 28

/** `unit`: pixels a day. `from` and `to`: the days drawn, `to` not included. */
export type Scale = { zoom: Zoom; unit: number; from: number; to: number }
export type Tick = { from: number; to: number; text: string }

/** The width of a day in rem. */
export const widthOf = (zoom: Zoom): number => ZOOMS.find((one) => one.key === zoom)?.days ?? 0.7

/** The next closer (1) or wider (-1) zoom; the same at the end. */
export function step(zoom: Zoom, by: 1 | -1): Zoom {
  const at = ZOOMS.findIndex((one) => one.key === zoom)
  return ZOOMS[at - by]?.key ?? zoom
}

/** The closest zoom at which `days` fit into `rems`. */
export function fitting(days: number, rems: number): Zoom {
  return ZOOMS.find((one) => (days + 4) * one.days <= rems)?.key ?? 'quarter'
}

/** A scale over all these days, wide enough to fill `least` pixels. */
export function scaleOf(days: readonly (string | null | undefined)[], zoom: Zoom, rem: number, least: number): Scale {
  const unit = widthOf(zoom) * rem
  let [first, last] = [Infinity, -Infinity]
  for (const day of days) {
    if (!day) continue
    const n = numberOf(day)
    first = Math.min(first, n)
    last = Math.max(last, n)
  }
  if (first > last) first = last = 0
  const from = first - BEFORE - weekdayOf(first - BEFORE)
  return { zoom, unit, from, to: Math.max(last + AFTER, from + Math.ceil(least / unit)) }
}

export const xOf = (scale: Scale, day: number): number => (day - scale.from) * scale.unit
/** The day under a point. */
export const dayAt = (scale: Scale, x: number): number => scale.from + Math.floor(x / scale.unit)

const monthYear = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year'
const UNITS: Record<Zoom, { upper: Unit; lower: Unit }> = {
  day: { upper: 'month', lower: 'day' },
  week: { upper: 'month', lower: 'week' },
  month: { upper: 'year', lower: 'month' },
  quarter: { upper: 'year', lower: 'quarter' },
}

function first(unit: Unit, day: number): number {
  if (unit === 'day') return day
  if (unit === 'week') return day - weekdayOf(day)
  const date = new Date(day * 86_400_000)
  const months = { month: 1, quarter: 3, year: 12 }[unit]
  const start = Math.floor(date.getUTCMonth() / months) * months
  return Math.round(Date.UTC(date.getUTCFullYear(), start, 1) / 86_400_000)
}

function after(unit: Unit, day: number): number {
  if (unit === 'day') return day + 1
  if (unit === 'week') return day + 7
  return first(unit, day + { month: 31, quarter: 92, year: 366 }[unit])
}

function words(unit: Unit, day: number, upper: boolean): string {
  const date = new Date(day * 86_400_000)
  if (unit === 'day') return String(date.getUTCDate())
  if (unit === 'week') return dayMonth.format(date)
  if (unit === 'month') return (upper ? monthYear : month).format(date)
  if (unit === 'quarter') return `Q${Math.floor(date.getUTCMonth() / 3) + 1}`
  return dayOf(day).slice(0, 4)
}

/** What stands over the days from `from` to `to`: months over days, say. */
export function ticks(zoom: Zoom, line: 'upper' | 'lower', from: number, to: number): Tick[] {
  const unit = UNITS[zoom][line]
  const found: Tick[] = []
  for (let day = first(unit, from); day < to; day = after(unit, day))
    found.push({ from: day, to: after(unit, day), text: words(unit, day, line === 'upper') })
  return found
}
