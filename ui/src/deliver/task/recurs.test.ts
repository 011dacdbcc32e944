import { expect, test } from 'vitest'
import { recursWords } from './recurs'

test('a rule is said as a person says it', () => {
  const rule = { every: 1, weekdays: 0, until: null } as const
  expect(recursWords({ ...rule, unit: 'day' })).toBe('every day')
  expect(recursWords({ ...rule, unit: 'week', every: 2, weekdays: 0b0010010 })).toBe('every 2 weeks on Tue, Fri')
  expect(recursWords({ ...rule, unit: 'month', every: 3 })).toBe('every 3 months')
  expect(recursWords({ ...rule, unit: 'workday' })).toBe('every working day')
  expect(recursWords({ ...rule, unit: 'last_workday' })).toBe('on the last working day of the month')
})
