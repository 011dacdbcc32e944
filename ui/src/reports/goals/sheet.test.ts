import { describe, expect, test } from 'vitest'
import type { GoalSheet } from '../../lib/backend'
import { actionOf, copied, placed, rangeOf, readGoal, sizeOf } from './sheet'

const row = (person: string | null, ...goals: (number | null)[]) => ({
  person,
  name: person ?? 'Everyone',
  active: true,
  goals,
  total: null,
})
const sheet: GoalSheet = {
  rev: 1,
  currency: 'EUR',
  currencies: ['EUR'],
  months: ['2026-01', '2026-02', '2026-03'],
  rows: [row(null, 100_000, null, null), row('ada', 50_000, 25_050, null)],
  people: row(null, null, null, null),
}
const cell = (line: number, col: number) => rangeOf({ line, col }, { line, col })
const key = (name: string, more: Partial<KeyboardEvent> = {}) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

describe('the sheet of goals', () => {
  test('amounts as people write them; what can’t be one is refused', () => {
    expect([
      readGoal('12k', 'EUR'),
      readGoal('1.234,50', 'EUR'),
      readGoal('€500', 'EUR'),
      readGoal('', 'EUR'),
      readGoal('0', 'EUR'),
    ]).toEqual([1_200_000, 123_450, 50_000, null, 0])
    expect([readGoal('abc', 'EUR'), readGoal('$1,200', 'EUR'), readGoal('-5', 'EUR'), readGoal('(5)', 'EUR')]).toEqual(
      Array(4).fill(undefined),
    )
  })
  test('a block from a spreadsheet goes as far as the sheet reaches, unchanged cells stay', () => {
    const found = placed(
      [
        ['500', '300', 'x'],
        ['7', '', ''],
      ],
      cell(1, 0),
      sheet,
    )
    expect(found.goals).toEqual([{ person: 'ada', month: '2026-02', amount: 30_000, currency: 'EUR' }])
    expect([found.bad, found.beyond]).toEqual([['x'], 1])
  })
  test('one figure fills all that is chosen; an empty one takes goals away', () => {
    const all = rangeOf({ line: 1, col: 2 }, { line: 0, col: 0 })
    expect(sizeOf(all)).toBe(6)
    expect(placed([['1000']], all, sheet).goals.length).toBe(5)
    expect(placed([['']], all, sheet).goals.map((goal) => [goal.person, goal.month, goal.amount])).toEqual([
      [null, '2026-01', null],
      ['ada', '2026-01', null],
      ['ada', '2026-02', null],
    ])
  })
  test('is copied as plain figures', () =>
    expect(copied(rangeOf({ line: 0, col: 0 }, { line: 1, col: 1 }), sheet)).toBe('1000\t\n500\t250.5'))
  test('keys stay inside, a figure begins to type', () => {
    const at = { line: 1, col: 2 }
    expect(actionOf(key('ArrowRight'), at, 2, 3)).toEqual({ what: 'go', at, stretch: false })
    expect(actionOf(key('ArrowUp', { shiftKey: true }), at, 2, 3)).toEqual({ what: 'go', at: { line: 0, col: 2 }, stretch: true })
    expect(actionOf(key('7'), at, 2, 3)).toEqual({ what: 'edit', text: '7' })
    expect(actionOf(key('v', { ctrlKey: true }), at, 2, 3)).toEqual({ what: 'paste' })
    expect([actionOf(key('n'), at, 2, 3), actionOf(key('z', { ctrlKey: true }), at, 2, 3)]).toEqual([undefined, undefined])
  })
})
