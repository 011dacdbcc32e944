import { expect, test } from 'vitest'
import { readBound, readDuration, readPercent, shown } from './columns'
import type { PlanRow } from '../../../lib/backend'
import { changeOf } from './save'

test('durations as people write them', () => {
  expect(['3', '3d', '3 d', '2 w', '1 week', '0'].map(readDuration)).toEqual([3, 3, 3, 10, 5, 0])
  expect(['', 'x', '-1', '1.5', '3q'].map(readDuration)).toEqual([undefined, undefined, undefined, undefined, undefined])
  expect(readDuration('99999999999')).toBe(4_294_967_295)
})

test('progress', () => {
  expect(['50', '50 %', '100%', ''].map(readPercent)).toEqual([50, 50, 100, null])
  expect(['x', '1000', '-1'].map(readPercent)).toEqual([undefined, undefined, undefined])
})

test('a text becomes a change, or says why not', () => {
  const today = '2026-11-23'
  expect(changeOf('t', 'duration', '2w', today)).toEqual({ what: 'duration', task: 't', days: 10 })
  expect(changeOf('t', 'start', 'tomorrow', today)).toEqual({ what: 'start', task: 't', day: '2026-11-24' })
  expect(changeOf('t', 'finish', '', today)).toEqual({ field: 'due', value: null })
  expect(changeOf('t', 'predecessors', '3FS+2d', today)).toEqual({ what: 'predecessors', task: 't', text: '3FS+2d' })
  expect(changeOf('t', 'start', 'someday', today)).toHaveProperty('why')
})

test('a constraint is read as it is said', () => {
  const today = '2026-11-23'
  expect(readBound('not before 5 Jan', today)).toEqual({ bound: 'start_after', day: '2027-01-05' })
  expect(readBound('by fri', today)).toEqual({ bound: 'finish_before', day: '2026-11-27' })
  expect(readBound('on 2027-01-12', today)).toEqual({ bound: 'fixed', day: '2027-01-12' })
  expect(readBound('', today)).toEqual({ bound: 'asap', day: null })
  expect(['5 Jan', 'after', 'on someday'].map((text) => readBound(text, today))).toEqual([undefined, undefined, undefined])
  const row = { bound: 'fixed', bound_day: '2026-11-27' } as unknown as PlanRow
  expect(readBound(shown(row, 'bound', 1), today)).toEqual({ bound: 'fixed', day: '2026-11-27' })
})
