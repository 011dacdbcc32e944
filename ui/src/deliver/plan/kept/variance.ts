/** A plan against a baseline, in words. Pure. */
import type { Variance, VarianceRow } from '../../../lib/backend'
import { day, number, plural, weekday } from '../../../lib/format'
import { shift } from '../diff'

/** "8 h", "2.5 h"; `signed`: "+2 h", "−1 h". */
export function hours(minutes: number, signed = false): string {
  const value = number(Math.round(Math.abs(minutes) / 6) / 10)
  const sign = minutes < 0 ? '−' : signed ? '+' : ''
  return `${sign}${value} h`
}

/** The estimate then and now; what was never estimated is left empty. */
export function work(row: Pick<VarianceRow, 'minutes' | 'minutes_then'>): string {
  if (row.minutes === null && row.minutes_then === null) return ''
  const one = (minutes: number | null) => (minutes === null ? '–' : hours(minutes))
  return row.minutes === row.minutes_then ? one(row.minutes) : `${one(row.minutes_then)} → ${one(row.minutes)}`
}

/** How far the plan is from the baseline as a whole. */
export function varianceWords({ baseline, finish, days, rows }: Variance): string {
  const of = (fate: VarianceRow['fate']) => rows.filter((row) => row.fate === fate).length
  const moved = rows.filter((row) => row.fate === 'kept' && row.days).length
  const sum = (of: (row: VarianceRow) => number | null) => rows.reduce((all, row) => all + (of(row) ?? 0), 0)
  const [then, now] = [sum((row) => row.minutes_then), sum((row) => row.minutes)]
  const came = [of('added') ? `${plural(of('added'), 'task')} added` : '', of('deleted') ? `${plural(of('deleted'), 'task')} deleted` : '']
  const parts = [
    `Kept on ${day(baseline.day)}.`,
    baseline.finish && finish
      ? days
        ? `It ended ${weekday(baseline.finish)} then, ${weekday(finish)} now: ${shift(days)}.`
        : `It ends ${weekday(finish)}, as it did then.`
      : '',
    moved || came.some(Boolean)
      ? `${[moved ? `${plural(moved, 'task')} moved` : '', ...came].filter(Boolean).join(', ')}.`
      : 'No task moved, came or went.',
    then || now ? (then === now ? `Work: ${hours(now)}.` : `Work: ${hours(then)} then, ${hours(now)} now.`) : '',
  ]
  return parts.filter(Boolean).join(' ')
}
