import { expect, test } from 'vitest'
import { gapAt, placementAt, staysPut, visible } from './placement'

test('a gap is named by its neighbours, without the card that moves', () => {
  const ids = ['a', 'b', 'c']
  expect(placementAt('x', ids, 0, 'q')).toEqual({ column: 'x', above: null, below: 'a' })
  expect(placementAt('x', ids, 2, 'q')).toEqual({ column: 'x', above: 'b', below: 'c' })
  expect(placementAt('x', ids, 3, 'q')).toEqual({ column: 'x', above: 'c', below: null })
  expect(placementAt('x', ids, 2, 'b')).toEqual({ column: 'x', above: 'a', below: 'c' })
  expect(placementAt('x', [], 0, 'q')).toEqual({ column: 'x', above: null, below: null })
})

test('the gap nearest to the pointer', () => {
  expect(gapAt(-5, 100, 3)).toBe(0)
  expect(gapAt(49, 100, 3)).toBe(0)
  expect(gapAt(51, 100, 3)).toBe(1)
  expect(gapAt(999, 100, 3)).toBe(3)
})

test('both gaps around a card leave it where it is', () => {
  expect(staysPut({ column: 'x', index: 1 }, 'x', 1)).toBe(true)
  expect(staysPut({ column: 'x', index: 1 }, 'x', 2)).toBe(true)
  expect(staysPut({ column: 'x', index: 1 }, 'x', 3)).toBe(false)
  expect(staysPut({ column: 'x', index: 1 }, 'y', 1)).toBe(false)
})

test('only what can be seen is drawn, whatever the count', () => {
  const { from, to } = visible(50_000, 600, 100, 10_000)
  expect(from).toBe(496)
  expect(to).toBe(510)
  expect(visible(0, 1e6, 100, 10_000).to).toBeLessThan(30)
  expect(visible(5000, 600, 100, 3)).toEqual({ from: 3, to: 3 })
})
