import { expect, test } from 'vitest'
import { headCount, narrows, NO_FILTER, over } from './filter'

test('a board without a filter is not narrowed', () => {
  expect(narrows(NO_FILTER)).toBe(false)
  expect(narrows({ ...NO_FILTER, held: true })).toBe(true)
})

test('a limit is said, and passed only by more cards than it allows', () => {
  expect([headCount(3, null), headCount(3, 2)]).toEqual(['3', '3 of 2'])
  expect([over(3, null), over(2, 2), over(3, 2)]).toEqual([false, false, true])
})
