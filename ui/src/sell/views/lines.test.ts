import { expect, test } from 'vitest'
import { Lines } from './lines'

const groups = [
  { key: 'a', count: 2 },
  { key: 'b', count: 3 },
  { key: 'c', count: 1 },
]
const all = (lines: Lines) => Array.from({ length: lines.total }, (_, i) => lines.at(i))

test('without groups every line is a row', () => {
  const lines = new Lines(undefined, 3)
  expect(all(lines)).toEqual([0, 1, 2].map((row) => ({ row, group: -1 })))
  expect(lines.at(3)).toBeUndefined()
  expect(lines.lineOf(2)).toBe(2)
})

test('each group has a head, and its rows follow', () => {
  const lines = new Lines(groups, 6)
  expect(all(lines)).toEqual([
    { head: 0 },
    { row: 0, group: 0 },
    { row: 1, group: 0 },
    { head: 1 },
    { row: 2, group: 1 },
    { row: 3, group: 1 },
    { row: 4, group: 1 },
    { head: 2 },
    { row: 5, group: 2 },
  ])
  for (let row = 0; row < 6; row++) expect(lines.at(lines.lineOf(row)!)).toMatchObject({ row })
})

test('folded groups keep their head and count their rows', () => {
  const lines = new Lines(groups, 6, new Set(['b']))
  expect(all(lines)).toEqual([{ head: 0 }, { row: 0, group: 0 }, { row: 1, group: 0 }, { head: 1 }, { head: 2 }, { row: 5, group: 2 }])
  expect(lines.lineOf(3)).toBeUndefined()
  expect(lines.lineOf(5)).toBe(5)
})
