import { expect, test } from 'vitest'
import { foreignMark, isPlain, parseAmount } from './amount'

test.each([
  ['1.234,50', 123450],
  ['$1,200', 120000],
  ['1 054', 105400],
  ["1'054.20", 105420],
  ['12k', 1200000],
  ['1.5k', 150000],
  ['0', 0],
  ['61500', 6150000],
  ['1,5', 150],
])('%s', (typed, minor) => expect(parseAmount(typed, 2)).toBe(minor))

test.each(['abc', '', '1.2.3', '12,34,56', '1,234.567', '-5', '--'])('%s is no amount', (typed) =>
  expect(parseAmount(typed, 2)).toBeUndefined(),
)

test('a currency without cents takes none', () => {
  expect(parseAmount('1200', 0)).toBe(1200)
  expect(parseAmount('12.5', 0)).toBeUndefined()
})

test.each([
  ['1.234,50', true],
  ['12k', true],
  ['$1,200', false],
  ['EUR 12', false],
  ['abc', false],
])('%s is plain: %s', (typed, plain) => expect(isPlain(typed)).toBe(plain))

test.each([
  ['$1,200', '$'],
  ['1200 USD', 'USD'],
  ['abc', 'abc'],
  ['€ 1.200', undefined],
  ['1200 eur', undefined],
  ['12k', undefined],
  ['1.234,50', undefined],
])('bad input: in a field of euro %s has the foreign mark %s', (typed, mark) => expect(foreignMark(typed, 'EUR', '€')).toBe(mark))
