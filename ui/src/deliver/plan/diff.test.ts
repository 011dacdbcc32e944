import { expect, test } from 'vitest'
import type { PlanChange, PlanDiff, PlanMove } from '../../lib/backend'
import { asks, followers, promiseWords, shift } from './diff'

const move = (id: string, start = '2026-11-24'): PlanMove =>
  ({ task: { id, name: id }, start, finish: start, days: 1 }) as unknown as PlanMove
const diff = (...moves: PlanMove[]): PlanDiff => ({ moves }) as unknown as PlanDiff
const start: PlanChange = { what: 'start', task: 'a', day: '2026-11-24' }

test('only what moves others, or lands elsewhere, is asked about', () => {
  expect(asks(diff(move('a')), [start])).toBe(false)
  expect(asks(diff(move('a'), move('b')), [start])).toBe(true)
  expect(followers(diff(move('a'), move('b')), [start]).map((one) => one.task.id)).toEqual(['b'])
  expect(asks(diff(move('a', '2026-12-24')), [start])).toBe(true)
  expect(asks(diff(move('b')), [{ what: 'link', from: 'a', to: 'b', kind: 'FS', lag_days: 0, elapsed: false }])).toBe(false)
})

test('shifts and promises in words', () => {
  expect(shift(1)).toBe('1 working day later')
  expect(shift(-3)).toBe('3 working days earlier')
  expect(shift(0)).toBe('on the same day')
  expect(promiseWords(2)).toBe('2 working days after the promise')
  expect(promiseWords(-1)).toBe('1 working day before the promise')
  expect(promiseWords(null)).toBe('')
})
