import { expect, test } from 'vitest'
import type { PlanLink, PlanRow } from '../../../lib/backend'
import { visible } from '../rows'
import { boxOf, endsOf, hitAt, linesOf, tiesIn, tiesOf } from './bars'
import { numberOf } from './days'
import type { Scale } from './scale'

const row = (task: string, level: number, start: string, finish: string, more: Partial<PlanRow> = {}) =>
  ({ kind: 'task', task, phase: null, level, name: task, wbs: task, start, finish, duration_days: 2, ...more }) as PlanRow
const link = (from: string, to: string, kind: PlanLink['kind'] = 'FS') => ({ id: `${from}${to}`, from, to, kind }) as PlanLink
const rows = [
  row('g', 0, '2026-11-23', '2026-11-26', { kind: 'group' }),
  row('a', 1, '2026-11-23', '2026-11-24'),
  row('b', 1, '2026-11-25', '2026-11-26'),
  row('m', 0, '2026-11-26', '2026-11-26', { kind: 'milestone', duration_days: 0 }),
]
const scale: Scale = { zoom: 'week', unit: 10, from: numberOf('2026-11-23'), to: numberOf('2026-12-23') }

test('a bar spans its days, both included', () => {
  expect(boxOf(scale, { start: scale.from + 1, finish: scale.from + 2 })).toEqual({ x: 10, width: 20 })
})

test('what a folded row hides is drawn on it, and links inside of it are not', () => {
  const links = [link('a', 'b'), link('b', 'm')]
  const open = visible(rows, new Set())
  expect(tiesOf(links, linesOf(rows, open)).map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [2, 3],
  ])
  const folded = visible(rows, new Set(['g']))
  expect(tiesOf(links, linesOf(rows, folded)).map(({ from, to }) => [from, to])).toEqual([[0, 1]])
})

test('a link is drawn where it only passes by', () => {
  const tie = (from: number, to: number) => ({ link: link('a', 'b'), from, to })
  expect(tiesIn([tie(0, 90), tie(90, 0), tie(0, 3), tie(60, 70)], 20, 40)).toEqual([tie(0, 90), tie(90, 0)])
})

test('links leave and arrive at the ends that their kind says', () => {
  const shown = visible(rows, new Set())
  const at = (kind: PlanLink['kind']) => endsOf({ link: link('a', 'b', kind), from: 1, to: 2 }, shown, scale, 30, 8)!.map(({ x }) => x)
  expect([at('FS'), at('SS'), at('FF'), at('SF')]).toEqual([
    [20, 20],
    [0, 20],
    [20, 40],
    [0, 40],
  ])
})

test('under a point: the row, and its end only in the last third of a wide bar', () => {
  const shown = visible(rows, new Set())
  const wide = { ...scale, unit: 30 }
  expect(hitAt({ x: 5, y: 45 }, shown, wide, 30)).toMatchObject({ one: { key: 'a' }, side: 'start' })
  expect(hitAt({ x: 55, y: 45 }, shown, wide, 30)).toMatchObject({ one: { key: 'a' }, side: 'end' })
  expect(hitAt({ x: 18, y: 45 }, shown, scale, 30)).toMatchObject({ side: 'start' })
  expect(hitAt({ x: 5, y: 999 }, shown, wide, 30)).toBeUndefined()
})
