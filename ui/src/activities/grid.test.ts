import { expect, test } from 'vitest'
import { hours, minuteAt, place, weekOf } from './grid'

const at = (id: string, minute: number, minutes: number | null = null) => ({ id, minute, minutes })
const lanes = (list: ReturnType<typeof at>[]) => place(list).map(({ one, lane, lanes }) => [one.id, lane, lanes])

test('what overlaps stands side by side, what only touches does not', () => {
  expect(lanes([at('a', 600, 60), at('b', 630, 60), at('c', 660, 30)])).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 0, 2],
  ])
  expect(lanes([at('a', 600), at('b', 630)])).toEqual([
    ['a', 0, 1],
    ['b', 0, 1],
  ])
  expect(lanes([])).toEqual([])
})

test('no two in one lane ever overlap', () => {
  const list = Array.from({ length: 60 }, (_, i) => at(`${i}`, (i * 137) % 1400, ((i * 53) % 200) + 1))
  const placed = place(list)
  expect(placed).toHaveLength(60)
  for (const a of placed)
    for (const b of placed) {
      const apart = a === b || a.lane !== b.lane || a.to <= b.from || b.to <= a.from
      expect(apart, `${a.one.id} and ${b.one.id}`).toBe(true)
      expect(a.lane).toBeLessThan(a.lanes)
    }
})

test('the hours reach as far as something lies', () => {
  expect(hours([])).toEqual({ from: 7, to: 19 })
  expect(hours([at('a', 330), at('b', 1425, 60)])).toEqual({ from: 5, to: 24 })
})

test('a height is a time on a quarter', () => {
  expect(minuteAt(0, 1200, { from: 7, to: 19 })).toBe(420)
  expect(minuteAt(349, 1200, { from: 7, to: 19 })).toBe(615)
  expect(minuteAt(-5, 1200, { from: 0, to: 24 })).toBe(0)
  expect(minuteAt(9999, 1200, { from: 0, to: 24 })).toBe(1425)
})

test('a week begins on Monday', () => {
  expect(weekOf('2026-11-22')).toEqual(expect.arrayContaining(['2026-11-16', '2026-11-22']))
  expect(weekOf('2026-11-23')[0]).toBe('2026-11-23')
})
