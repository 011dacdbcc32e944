import { expect, test } from 'vitest'
import { monthsOf, yearName, yearOf } from './year'

test('a year of the calendar', () => {
  expect([yearOf('2026-01-01', 1), monthsOf(2026, 1), yearName(2026, 1)]).toEqual([2026, ['2026-01', '2026-12'], '2026'])
})

test('a year that begins in April', () => {
  expect([yearOf('2026-03-31', 4), yearOf('2026-04-01', 4)]).toEqual([2025, 2026])
  expect([monthsOf(2026, 4), yearName(2026, 4), yearName(1999, 4)]).toEqual([['2026-04', '2027-03'], '2026/27', '1999/00'])
})
