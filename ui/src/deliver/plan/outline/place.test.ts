import { expect, test } from 'vitest'
import type { PlanRow } from '../../../lib/backend'
import { below, down, indent, outdent, up } from './place'

const phase = (id: string): PlanRow => ({ kind: 'phase', task: null, phase: id, level: 0 }) as unknown as PlanRow
const task = (id: string, level: number, of: string | null): PlanRow => ({ kind: 'task', task: id, phase: of, level }) as unknown as PlanRow
//  A: a1 (a11, a12), a2 · B (empty) · c, d
const rows = [
  phase('A'),
  task('a1', 1, 'A'),
  task('a11', 2, 'A'),
  task('a12', 2, 'A'),
  task('a2', 1, 'A'),
  phase('B'),
  task('c', 0, null),
  task('d', 0, null),
]
const place = (parent: string | null, of: string | null, above: string | null) => ({ parent, phase: of, above })

test('in: a part of the row before, after its parts', () => {
  expect(indent(rows, 'a2')).toEqual(place('a1', 'A', 'a12'))
  expect(indent(rows, 'd')).toEqual(place('c', null, null))
  expect(indent(rows, 'c')).toEqual(place(null, 'B', null))
  expect(indent(rows, 'a1')).toBeUndefined()
})

test('out: after what it was a part of', () => {
  expect(outdent(rows, 'a11')).toEqual(place(null, 'A', 'a1'))
  expect(outdent(rows, 'a2')).toEqual(place(null, null, null))
  expect(outdent(rows, 'd')).toBeUndefined()
})

test('up and down, over the edge of a phase too', () => {
  expect(up(rows, 'a12')).toEqual(place('a1', 'A', null))
  expect(up(rows, 'a11')).toBeUndefined()
  expect(up(rows, 'd')).toEqual(place(null, null, null))
  expect(up(rows, 'c')).toEqual(place(null, 'B', null))
  expect(down(rows, 'a1')).toEqual(place(null, 'A', 'a2'))
  expect(down(rows, 'a2')).toEqual(place(null, 'B', null))
  expect(down(rows, 'd')).toBeUndefined()
})

test('a new row stands in what is open, else after it', () => {
  expect(below(rows, 'a1', true)).toEqual(place('a1', 'A', null))
  expect(below(rows, 'a1', false)).toEqual(place(null, 'A', 'a1'))
  expect(below(rows, 'B', false)).toEqual(place(null, 'B', null))
  expect(below(rows, undefined, false)).toEqual(place(null, null, 'd'))
  expect(below([], undefined, false)).toEqual(place(null, null, null))
})
