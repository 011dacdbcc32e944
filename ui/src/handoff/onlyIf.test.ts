import { expect, test } from 'vitest'
import { figure, opsOf, unit } from './onlyIf'

test('an amount is written as it is read', () => {
  expect(figure(100_000_000)).toBe('10,000')
  expect(unit('10,000')).toBe(100_000_000)
  expect(unit(' 12.50 ')).toBe(125_000)
  expect([unit(''), unit('much'), figure(null), figure(undefined)]).toEqual([null, null, '', ''])
  expect(unit(figure(0))).toBe(0)
})

test('only comparisons that mean something are offered', () => {
  expect(opsOf('choice')).toEqual(['is', 'is_not', 'empty', 'filled'])
  expect(opsOf('number')).toContain('at_least')
  expect(opsOf('text')).not.toContain('at_least')
})
