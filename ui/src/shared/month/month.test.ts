import { expect, test } from 'vitest'
import { monthAfter, pageOf } from './month'

test('a page is whole weeks from Monday to Sunday around the month', () => {
  const page = pageOf('2026-11-23') // 1 November 2026 is a Sunday, the 30th a Monday
  expect([page.from, page.to, page.weeks.length]).toEqual(['2026-10-26', '2026-12-06', 6])
  expect(pageOf('2027-02-10')).toMatchObject({ from: '2027-02-01', to: '2027-02-28' })
})

test('months go over the turn of the year', () => {
  expect(monthAfter('2026-12-15', 1)).toBe('2027-01-01')
  expect(monthAfter('2026-01-31', -1)).toBe('2025-12-01')
})
