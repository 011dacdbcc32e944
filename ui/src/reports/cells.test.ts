import { describe, expect, test } from 'vitest'
import { behindWords, monthName, nameOf, shown, size, totalsOf, used, type Column, type Table } from './cells'

const column = (key: string, label: string, kind: Column['kind'], drill = false): Column => ({ key, label, kind, drill })
const euros = (minor: number) => ({ minor, currency: 'EUR', amount: String(minor / 100) })
const table: Table = {
  title: 'Won and lost',
  columns: [
    column('by', 'By', 'text'),
    column('name', 'Name', 'text'),
    column('currency', 'Currency', 'text'),
    column('won', 'Won', 'count', true),
    column('share', 'Share of the lost', 'percent'),
    column('value', 'Value', 'money'),
  ],
  keys: ['product|1|EUR', 'product|2|EUR'],
  rows: [
    { by: 'Product', name: 'GTX', currency: 'EUR', won: 3, share: null, value: euros(12300) },
    { by: 'Product', name: 'MG', currency: 'EUR', won: 0, share: null, value: euros(-5) },
  ],
  totals: { won: 3, value_EUR: euros(12295), value_USD: { minor: 7, currency: 'USD', amount: '0.07' }, value_rate: 5 },
  chart: null,
}

describe('cells of a report', () => {
  test('a rate comes in hundredths of a whole', () => expect(shown(63.15, { kind: 'percent', key: 'rate' })).toContain('63.15'))
  test('an unknown figure is a dash and has no length, nothing is a figure of its own', () => {
    expect(shown(null, { kind: 'money', key: 'goal' })).toBe('–')
    expect([size(null), size(0), size(euros(-5))]).toEqual([undefined, 0, -5])
  })
  test('months by name, what is none stays', () => {
    expect([monthName('2017-03'), monthName('undated')]).toEqual(['Mar 2017', 'undated'])
    expect(shown('best_case', { kind: 'text', key: 'category' })).toBe('Best case')
  })
  test('empty columns and the only currency are left out', () =>
    expect(used(table).map((one) => one.key)).toEqual(['by', 'name', 'won', 'value']))
  test('a row is named by its words', () => expect(nameOf(table, table.rows[0]!)).toBe('Product · GTX'))
  test('sums of several currencies stand beside each other, a rate is not among them', () => {
    expect(totalsOf(table, table.columns[5]!)).toMatch(/122\.95 \+ .*0\.07/)
    expect(totalsOf(table, table.columns[4]!)).toBe('')
  })
  test('deals behind a cell are named by row and column', () => {
    expect(behindWords([table], 'product|2|EUR')).toBe('Product · MG')
    expect(behindWords([table], 'product|1|EUR#won')).toBe('Product · GTX · Won')
    expect(behindWords([table], 'gone')).toBe('')
  })
})
