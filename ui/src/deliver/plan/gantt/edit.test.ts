import { expect, test } from 'vitest'
import type { PlanRow } from '../../../lib/backend'
import { dayOf, Work } from './days'
import { changesOf, dragged, fixedBecause, kindOf, stepped, type Grip } from './edit'
import { spanOf, type Span } from './bars'

// Wednesday 2026-11-25 to Friday: three working days.
const work = new Work(31, ['2026-12-01'])
const row = {
  kind: 'task',
  task: 't',
  name: 'Build',
  start: '2026-11-25',
  finish: '2026-11-27',
  duration_days: 3,
  done: false,
} as PlanRow
const milestone = { ...row, kind: 'milestone', start: '2026-11-27', duration_days: 0 } as PlanRow
const days = (span: Span | undefined) => span && [dayOf(span.start), dayOf(span.finish)]
const pull = (grip: Grip, by: number, of = row) => days(dragged(of, grip, by, work))

test('a moved bar lands on working days and stays as long as it is', () => {
  expect(pull('move', 3)).toEqual(['2026-11-30', '2026-12-03'])
  expect(pull('move', -2)).toEqual(['2026-11-23', '2026-11-25'])
  expect(pull('move', -3)).toEqual(['2026-11-23', '2026-11-25'])
  expect(pull('move', 0)).toEqual(['2026-11-25', '2026-11-27'])
})

test('an end that is pulled never passes the other one', () => {
  expect(pull('end', 1)).toEqual(['2026-11-25', '2026-11-30'])
  expect(pull('end', -9)).toEqual(['2026-11-25', '2026-11-25'])
  expect(pull('start', 9)).toEqual(['2026-11-27', '2026-11-27'])
  expect(pull('start', -3)).toEqual(['2026-11-20', '2026-11-27'])
  expect(pull('end', 3, milestone)).toEqual(['2026-11-30', '2026-11-30'])
})

test('by keys a working day at a time', () => {
  let at = spanOf(row)!
  for (let i = 0; i < 3; i++) at = stepped(row, 'move', at, 1, work)
  expect(days(at)).toEqual(['2026-11-30', '2026-12-03'])
  expect(days(stepped(row, 'end', spanOf(row)!, 1, work))).toEqual(['2026-11-25', '2026-11-30'])
})

test('what is said to the plan', () => {
  const change = (grip: Grip, by: number) => changesOf(row, grip, dragged(row, grip, by, work)!, work)
  expect(change('move', 3)).toEqual([{ what: 'start', task: 't', day: '2026-11-30' }])
  expect(change('end', 3)).toEqual([{ what: 'finish', task: 't', day: '2026-11-30' }])
  expect(change('start', 1)).toEqual([
    { what: 'start', task: 't', day: '2026-11-26' },
    { what: 'duration', task: 't', days: 2 },
  ])
  expect(change('move', 0)).toEqual([])
})

test('kinds follow from the ends', () => {
  expect([kindOf('end', 'start'), kindOf('start', 'start'), kindOf('end', 'end'), kindOf('start', 'end')]).toEqual(['FS', 'SS', 'FF', 'SF'])
})

test('what can’t be moved says why', () => {
  expect(fixedBecause(row)).toBeUndefined()
  expect(fixedBecause({ ...row, kind: 'phase' })).toContain('spans')
  expect(fixedBecause({ ...row, done: true })).toContain('done')
  expect(fixedBecause({ ...row, start: null, finish: null })).toContain('no dates')
})
