import { expect, test, vi } from 'vitest'
import { day, known, weekday } from './format'

test('a system without a language does not empty the window', () => {
  expect(['C', 'C.UTF-8', '', 'de_DE', 'pt-BR'].map(known)).toEqual(['en', 'en', 'en', 'en', 'pt-BR'])
})

test('a day says its year only where it could be taken for another one', () => {
  vi.useFakeTimers({ now: new Date('2026-11-23T10:00:00Z') })
  expect([day('2027-01-22'), day('2026-02-10'), day('2027-11-22'), day('2017-03-01')]).toEqual([
    'Jan 22',
    'Feb 10',
    'Nov 22, 2027',
    'Mar 1, 2017',
  ])
  expect(weekday('2027-01-22')).toBe('Fri, Jan 22')
  vi.useRealTimers()
})
