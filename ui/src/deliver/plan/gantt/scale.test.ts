import { expect, test } from 'vitest'
import { numberOf } from './days'
import { dayAt, fitting, scaleOf, step, ticks, xOf } from './scale'

test('a scale begins on a Monday before the first day, fills the width, and finds a day again', () => {
  const scale = scaleOf(['2026-11-25', null, '2026-12-04'], 'week', 16, 3000)
  expect(new Date(scale.from * 86_400_000).getUTCDay()).toBe(1)
  expect(scale.from).toBeLessThanOrEqual(numberOf('2026-11-18'))
  expect((scale.to - scale.from) * scale.unit).toBeGreaterThanOrEqual(3000)
  const day = numberOf('2026-12-02')
  expect(dayAt(scale, xOf(scale, day) + 1)).toBe(day)
  expect(dayAt(scale, xOf(scale, day + 1) - 1)).toBe(day)
})

test('a plan without dates has a scale all the same', () => {
  expect(scaleOf([], 'day', 16, 100).to).toBeGreaterThan(0)
})

test('zooming ends at both ends', () => {
  expect([step('week', 1), step('week', -1), step('day', 1), step('quarter', -1)]).toEqual(['day', 'month', 'day', 'quarter'])
  expect(fitting(20, 80)).toBe('day')
  expect(fitting(90, 80)).toBe('week')
  expect(fitting(9000, 80)).toBe('quarter')
})

test('ticks cover the days without a gap', () => {
  for (const zoom of ['day', 'week', 'month', 'quarter'] as const) {
    for (const line of ['upper', 'lower'] as const) {
      const [from, to] = [numberOf('2026-11-23'), numberOf('2028-03-02')]
      const found = ticks(zoom, line, from, to)
      expect(found[0]!.from).toBeLessThanOrEqual(from)
      expect(found.at(-1)!.to).toBeGreaterThanOrEqual(to)
      found.slice(1).forEach((tick, i) => expect(tick.from).toBe(found[i]!.to))
    }
  }
  const quarters = ticks('quarter', 'lower', numberOf('2026-11-23'), numberOf('2027-05-01'))
  expect(quarters.map((tick) => tick.text)).toEqual(['Q4', 'Q1', 'Q2'])
})
