import { expect, test } from 'vitest'
import { answered, lasting } from './words'

test('a time is said in the unit a person would use', () => {
  expect([0, 59, 60, 89, 90, 47 * 60, 48 * 60, 10 * 24 * 60].map(lasting)).toEqual([
    '0 min',
    '59 min',
    '1 h',
    '1 h',
    '2 h',
    '47 h',
    '2 days',
    '10 days',
  ])
})

test('answered and waiting are told apart in words', () => {
  expect(answered({ touched_after: 180, waiting: null })).toBe('answered after 3 h')
  expect(answered({ touched_after: 0, waiting: null })).toBe('answered at once')
  expect(answered({ touched_after: null, waiting: 2880 })).toBe('waiting for 2 days')
  expect(answered({ touched_after: null, waiting: null })).toBe('')
})
