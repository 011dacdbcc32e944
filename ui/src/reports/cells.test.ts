import { describe, expect, test } from 'vitest'
import { charted, nameOf, shown, size, type Column } from './cells'

const columns: Column[] = (
  [
    { key: 'by', label: 'By', kind: 'text' },
    { key: 'name', label: 'Name', kind: 'text' },
    { key: 'currency', label: 'Currency', kind: 'text' },
    { key: 'won', label: 'Won', kind: 'count' },
    { key: 'value', label: 'Value', kind: 'money' },
  ] as const
).map((column) => ({ ...column, drill: false }))
const row = { by: 'product', name: 'GTX', currency: 'EUR', won: 3, value: { minor: 12300, currency: 'EUR', amount: '123.00' } }

describe('cells of a report', () => {
  test('a rate comes in hundredths of a whole', () => expect(shown(63.15, 'percent')).toContain('63'))
  test('an unknown figure is a dash and has no bar', () => {
    expect(shown(null, 'money')).toBe('–')
    expect(size(null)).toBe(0)
  })
  test('money is as long as its minor units', () => expect(size(row.value)).toBe(12300))
  test('the chart takes money before counts, and nothing from an empty report', () => {
    expect(charted({ columns, rows: [row] })?.key).toBe('value')
    expect(charted({ columns, rows: [] })).toBeUndefined()
  })
  test('a row is named by its words, not by its currency', () => expect(nameOf({ columns }, row)).toBe('product · GTX'))
})
