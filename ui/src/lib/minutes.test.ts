import { expect, test } from 'vitest'
import { clock, minutes, parseMinutes } from './minutes'

test('time is typed as one likes', () => {
  const read = ['2', '1.5', '1,5', '1h', '1h30m', '1 h 30 min', '90m', '45 min', '1:30', '0', '8 hours']
  expect(read.map(parseMinutes)).toEqual([120, 90, 90, 60, 90, 90, 90, 45, 90, 0, 480])
  for (const bad of ['', 'x', '1:75', '-2', '1m30', '2 days']) expect(parseMinutes(bad), bad).toBeUndefined()
})

test('and read as one says it', () => {
  expect([45, 60, 90, 0].map(minutes)).toEqual(['45 min', '1 h', '1 h 30 min', '0 min'])
  expect([0, 59_999, 60_000, 45_000_000, -5].map(clock)).toEqual(['0:00', '0:00', '0:01', '12:30', '0:00'])
})
