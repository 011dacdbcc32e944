import { expect, test } from 'vitest'
import type { Variance, VarianceRow } from '../../../lib/backend'
import { hours, varianceWords, work } from './variance'

const row = (fate: VarianceRow['fate'], days: number | null, then: number | null, now: number | null): VarianceRow =>
  ({ fate, days, minutes_then: then, minutes: now }) as unknown as VarianceRow

test('work then and now', () => {
  expect(work(row('kept', 0, 60, 60))).toBe('1 h')
  expect(work(row('kept', 0, 60, 150))).toBe('1 h → 2.5 h')
  expect(work(row('added', null, null, 30))).toBe('– → 0.5 h')
  expect(work(row('kept', 0, null, null))).toBe('')
  expect(hours(-60, true)).toBe('−1 h')
  expect(hours(60, true)).toBe('+1 h')
})

test('what moved, came and went is counted', () => {
  const variance = {
    baseline: { day: '2026-11-02', finish: '2026-11-06' },
    finish: '2026-11-10',
    days: 2,
    rows: [row('kept', 2, 60, 60), row('kept', 0, 60, 120), row('added', null, null, 60), row('deleted', null, 30, null)],
  } as unknown as Variance
  const words = varianceWords(variance)
  expect(words).toContain('2 working days later')
  expect(words).toContain('1 task moved, 1 task added, 1 task deleted.')
  expect(words).toContain('Work: 2.5 h then, 4 h now.')
})
