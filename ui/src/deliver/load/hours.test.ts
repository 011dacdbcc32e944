import { expect, test } from 'vitest'
import { hours, isOver, loadWords, overWith, readHours, share } from './hours'

test('minutes are said in quarters of an hour', () => {
  expect([hours(90), hours(0), hours(481)]).toEqual(['1.5 h', '0 h', '8 h'])
})

test('a week is read as people write it', () => {
  expect(['38', '37,5 h', ' 20 hours', '', '0'].map(readHours)).toEqual([2280, 2250, 1200, null, 0])
  expect(['x', '-1', '169'].map(readHours)).toEqual([undefined, undefined, undefined])
})

test('too much is said by how much', () => {
  expect(loadWords({ minutes: 2700, capacity: 2400 })).toBe('45 h of 40 h, 5 h too much')
  expect(loadWords({ minutes: 2400, capacity: 2400 })).toBe('40 h of 40 h')
  expect([isOver({ minutes: 1, capacity: 0 }), share({ minutes: 1, capacity: 0 }), share({ minutes: 0, capacity: 0 })]).toEqual([
    true,
    2,
    0,
  ])
})

test('a task taken over fills the weeks it lies in', () => {
  const task = { minutes: [0, 600, 60] } as never
  const load = [2400, 2000, 0].map((minutes) => ({ minutes, capacity: 2400 }))
  expect(overWith(load, task)).toBe(1)
})
