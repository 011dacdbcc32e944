import { expect, test } from 'vitest'
import type { DealLine } from '../../lib/backend'
import { lineSentence, parseDiscount, parseQuantity } from './figures'

test.each([
  ['1', 1000],
  ['1.5', 1500],
  ['1,5', 1500],
  ['0.125', 125],
  ['2.000', 2000],
  ['1000000', 1_000_000_000],
])('a quantity of %s', (typed, thousandths) => expect(parseQuantity(typed)).toBe(thousandths))

test.each(['', '0', 'abc', '-1', '1.2345', '1.2.3', '1000001', '1e3'])('%s is no quantity', (typed) =>
  expect(parseQuantity(typed)).toBeUndefined(),
)

test.each([
  ['', 0],
  ['10', 1000],
  ['12.5 %', 1250],
  ['33,33%', 3333],
  ['100', 10_000],
])('a discount of %s', (typed, hundredths) => expect(parseDiscount(typed)).toBe(hundredths))

test.each(['101', '-5', 'ten', '1.234'])('%s is no discount', (typed) => expect(parseDiscount(typed)).toBeUndefined())

const line = (part: Partial<DealLine>): DealLine => ({
  id: 'l',
  product: null,
  name: 'Mast',
  quantity: 3000,
  unit_price: 482100,
  discount: 0,
  billing: 'once',
  term: null,
  per_period: 0,
  total: 0,
  ...part,
})

test('a line says how its price comes about', () => {
  expect(lineSentence(line({ discount: 1000 }), 'EUR')).toBe('3 × €4,821 less 10 %')
  expect(lineSentence(line({ billing: 'month', term: 12, quantity: 1500 }), 'EUR')).toBe('1.5 × €4,821 each month, for 12 months')
  expect(lineSentence(line({ billing: 'year', term: 1 }), 'EUR')).toBe('3 × €4,821 each year, for 1 year')
})
