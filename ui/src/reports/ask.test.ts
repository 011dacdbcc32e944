import { describe, expect, test } from 'vitest'
import { filterOf, narrowed, readAsk, span, writeAsk } from './ask'

describe('what a report is asked', () => {
  test('stands in the address and is read from it again', () => {
    const ask = { by: 'lost-reason', source: 'Fair & friends', from: '2026-01-01', behind: 'a|b#won' } as const
    expect(readAsk(writeAsk(ask))).toEqual(ask)
    expect(readAsk(undefined)).toEqual({})
  })
  test('periods by name, also over the turn of a year', () => {
    expect(span('month', '2024-02-10')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
    expect(span('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(span('quarter', '2026-11-23')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
    expect(span('last-quarter', '2026-02-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' })
    expect(span('year', '2026-11-23')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    expect(span('last-year', '2026-11-23')).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  })
  test('quarters and years of a firm whose year begins in April', () => {
    expect(span('year', '2026-03-31', 4)).toEqual({ from: '2025-04-01', to: '2026-03-31' })
    expect(span('last-year', '2026-11-23', 4)).toEqual({ from: '2025-04-01', to: '2026-03-31' })
    expect(span('quarter', '2026-01-10', 2)).toEqual({ from: '2025-11-01', to: '2026-01-31' })
    expect(span('month', '2026-11-23', 4)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(filterOf({ period: 'year' }, '2026-11-23', 7)).toEqual({ from: '2026-07-01', to: '2027-06-30' })
  })
  test('a period by name is seen from the day of the report', () => {
    expect(filterOf({ period: 'month', as_of: '2017-03-05' }, '2026-11-23')).toEqual({
      as_of: '2017-03-05',
      from: '2017-03-01',
      to: '2017-03-31',
    })
    expect(filterOf({ period: 'own', from: '2017-03-05', behind: 'x' }, '2026-11-23')).toEqual({ from: '2017-03-05' })
  })
  test('a grouping and the deals behind a figure leave nothing out', () => {
    expect(narrowed({ by: 'owner', behind: 'x' })).toBe(false)
    expect(narrowed({ owner: '1' })).toBe(true)
  })
})
