import { expect, test } from 'vitest'
import { parseDay } from './date'

const TODAY = '2026-11-22' // a Sunday

test.each([
  ['today', '2026-11-22'],
  ['Tomorrow', '2026-11-23'],
  ['fri', '2026-11-27'],
  ['sunday', '2026-11-29'],
  ['+2w', '2026-12-06'],
  ['3 days', '2026-11-25'],
  ['+3m', '2027-02-22'],
  ['28.11.', '2026-11-28'],
  ['1.2.', '2027-02-01'],
  ['28 nov', '2026-11-28'],
  ['Nov 28, 2027', '2027-11-28'],
  ['end of january', '2027-01-31'],
  ['end of month', '2026-11-30'],
  ['2026-02-28', '2026-02-28'],
  ['03/04/2027', '2027-04-03'],
])('%s', (typed, meant) => expect(parseDay(typed, TODAY, 'dmy')).toBe(meant))

test('the order of the place decides where figures could be read twice', () => {
  expect(parseDay('03/04/2027', TODAY, 'mdy')).toBe('2027-03-04')
})

test.each(['31/02', '2026-02-29', '31.11.2026', 'soon', '', '99/99/99', '13/13/2026'])('%s is no day', (typed) =>
  expect(parseDay(typed, TODAY, 'dmy')).toBeUndefined(),
)
