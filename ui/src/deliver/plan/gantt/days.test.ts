import { expect, test } from 'vitest'
import { dayOf, numberOf, weekdayOf, Work } from './days'

// Monday 2026-11-23 to Sunday 2026-11-29; Wednesday is a holiday.
const work = new Work(31, ['2026-11-25'])
const n = numberOf

test('days are numbers and back', () => {
  expect(dayOf(n('2026-11-23') + 9)).toBe('2026-12-02')
  expect(weekdayOf(n('2026-11-23'))).toBe(0)
  expect(weekdayOf(n('2026-11-29'))).toBe(6)
  expect(weekdayOf(n('1969-12-29'))).toBe(0)
})

test('steps go over weekends and holidays', () => {
  expect(dayOf(work.add(n('2026-11-24'), 1))).toBe('2026-11-26')
  expect(dayOf(work.add(n('2026-11-27'), 1))).toBe('2026-11-30')
  expect(dayOf(work.add(n('2026-11-30'), -3))).toBe('2026-11-24')
  expect(dayOf(work.snap(n('2026-11-28')))).toBe('2026-11-30')
  expect(dayOf(work.snap(n('2026-11-28'), -1))).toBe('2026-11-27')
  expect(work.count(n('2026-11-23'), n('2026-11-30'))).toBe(5)
})

test('days off come in stretches', () => {
  const stretches = work.off(n('2026-11-23'), n('2026-12-01')).map(([from, to]) => [dayOf(from), dayOf(to)])
  expect(stretches).toEqual([
    ['2026-11-25', '2026-11-26'],
    ['2026-11-28', '2026-11-30'],
  ])
})

test('a week without a working day ends the search', () => {
  expect(dayOf(new Work(0, []).snap(n('2026-11-23')))).toBe('2026-11-23')
})
