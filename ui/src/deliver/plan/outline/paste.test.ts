import { expect, test } from 'vitest'
import { readTsv } from '../../../lib/tsv'
import { guess, readLines } from './paste'

const people = [{ id: 'p', name: 'Ada' }]
const read = (text: string) => {
  const cells = readTsv(text)
  return readLines(cells, { ...guess(cells), today: '2026-11-23', people })
}

test('heads name the columns; numbers of the sheet become numbers of the lines', () => {
  const { rows, problems } = read(
    'ID\tTask name\tDuration\tPredecessors\tWho\n10\tDig\t3 d\t\tada\n20\tPour\t1w\t10FS+2d\tBob\n30\tPaint\t0\t10;20SS\t',
  )
  expect(rows.map((row) => [row.name, row.duration_days, row.predecessors, row.assignee])).toEqual([
    ['Dig', 3, '', 'p'],
    ['Pour', 5, '1FS+2d', null],
    ['Paint', 0, '1;2SS', null],
  ])
  expect(problems).toEqual([{ line: 2, text: '“Bob” is nobody here' }])
})

test('without heads: numbers, names, durations, predecessors', () => {
  expect(guess(readTsv('1\tDig\t3\t\n2\tPour\t2\t1')).kinds).toEqual(['id', 'name', 'duration', 'predecessors'])
  expect(guess(readTsv('Dig\nPour')).kinds).toEqual(['name'])
  expect(guess(readTsv('Dig\t3\nPour\t2')).kinds).toEqual(['name', 'duration'])
  expect(guess(readTsv('Dig\t\nPour\t1FS+2d')).kinds).toEqual(['name', 'predecessors'])
})

test('levels by WBS or by spaces', () => {
  expect(read('WBS\tTask\n1\tHouse\n1.1\tWalls\n1.1.1\tDoor').rows.map((row) => row.level)).toEqual([0, 1, 2])
  expect(read('House\n  Walls\n    Door\nRoof').rows.map((row) => [row.name, row.level])).toEqual([
    ['House', 0],
    ['Walls', 1],
    ['Door', 2],
    ['Roof', 0],
  ])
})

test('what can not be read is told and left out', () => {
  const { rows, problems } = read('Task\tDuration\tStart\nDig\tsoon\tsomeday\n\t3\t')
  expect(rows).toHaveLength(1)
  expect(rows[0]?.duration_days).toBeNull()
  expect(problems.map((one) => one.text)).toEqual(['“soon” is no duration', '“someday” is not a day'])
})
