import { describe, expect, test } from 'vitest'
import type { Column, Table } from '../cells'
import { markWords, panelsOf, seen, slots, stack, ticks } from './marks'

const column = (key: string, kind: Column['kind'], drill = false): Column => ({ key, label: key, kind, drill })
const money = (minor: number, currency = 'EUR') => ({ minor, currency, amount: '' })
const forecast: Table = {
  title: 'Against the goal',
  columns: [
    column('month', 'month'),
    column('currency', 'text'),
    column('won', 'money', true),
    column('commit', 'money'),
    column('goal', 'money'),
  ],
  keys: ['11e', '11u', '02e'],
  rows: [
    { month: '2026-11', currency: 'EUR', won: money(500), commit: money(700), goal: money(2000) },
    { month: '2026-11', currency: 'USD', won: money(9, 'USD'), commit: money(0, 'USD'), goal: null },
    { month: '2027-02', currency: 'EUR', won: money(0), commit: money(-100), goal: null },
  ],
  totals: {},
  chart: { kind: 'stacked', label: 'month', values: ['won', 'commit'], goal: 'goal' },
}

describe('what a chart draws', () => {
  test('of a course of time the newest are seen, of names the first', () => {
    const marks = panelsOf(forecast)[0]!.marks
    const of = (label: Column) => seen({ label, marks: [...marks, ...marks] }, 3)
    expect(of(column('name', 'day'))).toEqual({ marks: [...marks, ...marks].slice(-3), newest: true })
    expect(of(column('year', 'text')).newest).toBe(true)
    expect(of(column('name', 'text'))).toEqual({ marks: [...marks, ...marks].slice(0, 3), newest: false })
  })
  test('currencies share no axis', () => {
    const [euros, dollars] = panelsOf(forecast)
    expect([euros?.title, dollars?.title, euros?.currency]).toEqual(['EUR', 'USD', 'EUR'])
    expect([euros?.low, euros?.high, dollars?.high]).toEqual([-100, 2000, 9])
  })
  test('a money column that is called like a grouping is none; counts of several currencies share an axis', () => {
    const odd: Table = { ...forecast, columns: [...forecast.columns, column('pipeline', 'money')] }
    odd.rows = forecast.rows.map((row, at) => ({ ...row, pipeline: money(at) }))
    expect(panelsOf(odd).map((panel) => panel.title)).toEqual(['EUR', 'USD'])
    const counted: Table = {
      ...forecast,
      columns: [column('month', 'text'), column('currency', 'text'), column('n', 'count')],
      rows: forecast.rows.map((row) => ({ ...row, n: 1 })),
      chart: { kind: 'bars', label: 'month', values: ['n'], goal: null },
    }
    expect(panelsOf(counted).map((panel) => panel.marks.map((mark) => mark.label))).toEqual([
      ['2026-11 · EUR', '2026-11 · USD', '2027-02 · EUR'],
    ])
  })
  test('a part that answers its own deals says which', () => expect(panelsOf(forecast)[0]?.marks[0]?.keys).toEqual(['11e#won', '11e']))
  test('months in which nothing was are gaps', () => {
    const found = slots(panelsOf(forecast)[0]!)
    expect(found.map(({ month, mark }) => `${month}${mark ? '!' : ''}`)).toEqual(['2026-11!', '2026-12', '2027-01', '2027-02!'])
  })
  test('a mark in words has its goal, where there is one', () => {
    const [panel] = panelsOf(forecast)
    expect(markWords(forecast, panel!, panel!.marks[0]!)).toBe('Nov 2026 · EUR: won €5, commit €7, goal €20')
    expect(markWords(forecast, panel!, panel!.marks[1]!)).not.toContain('goal')
  })
  test('a grouping without rates is drawn by its shares', () => {
    const lost: Table = {
      title: '',
      columns: [column('by', 'text'), column('name', 'text'), column('rate', 'percent'), column('share', 'percent')],
      keys: ['a', 'b'],
      rows: [
        { by: 'Owner', name: 'Ada', rate: 50, share: null },
        { by: 'Lost reason', name: 'Price', rate: null, share: 100 },
      ],
      totals: {},
      chart: { kind: 'bars', label: 'name', values: ['rate'], goal: null },
    }
    expect(panelsOf(lost).map((panel) => [panel.title, panel.columns[0]?.key])).toEqual([
      ['Owner', 'rate'],
      ['Lost reason', 'share'],
    ])
  })
  test('nothing, one row, all nought: an axis all the same', () => {
    expect(panelsOf({ ...forecast, rows: [], keys: [] })).toEqual([])
    const one = panelsOf({
      ...forecast,
      rows: [{ month: '2026-11', currency: 'EUR', won: money(0), commit: money(0), goal: null }],
      keys: ['x'],
    })
    expect([one.length, one[0]?.low, one[0]?.high]).toEqual([1, 0, 1])
  })
  test('parts above and below nothing', () => {
    expect(stack([3, -2, 4, undefined, -1])).toEqual([
      { from: 0, to: 3 },
      { from: 0, to: -2 },
      { from: 3, to: 7 },
      { from: 7, to: 7 },
      { from: -2, to: -3 },
    ])
  })
  test('round figures along the axis', () => {
    expect(ticks(0, 100)).toEqual([0, 20, 40, 60, 80, 100])
    expect(ticks(-30, 95, 4)).toEqual([0, 50])
    expect(ticks(0, 0)).toEqual([0])
  })
})
