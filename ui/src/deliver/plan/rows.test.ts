import { expect, test } from 'vitest'
import type { PlanRow } from '../../lib/backend'
import { above, summaries, visible } from './rows'

const row = (task: string, level: number): PlanRow => ({ task, phase: null, level, name: task }) as unknown as PlanRow
const rows = [row('a', 0), row('a1', 1), row('a11', 2), row('a2', 1), row('b', 0)]
const seen = (...collapsed: string[]) =>
  visible(rows, new Set(collapsed)).map((one) => `${one.number}${one.key}${one.below ? (one.open ? '-' : '+') : ''}`)

test('a folded row hides everything below it, and numbers stay those of the whole outline', () => {
  expect(seen()).toEqual(['1a-', '2a1-', '3a11', '4a2', '5b'])
  expect(seen('a1')).toEqual(['1a-', '2a1+', '4a2', '5b'])
  expect(seen('a', 'a1')).toEqual(['1a+', '5b'])
  expect(seen('b')).toEqual(['1a-', '2a1-', '3a11', '4a2', '5b'])
})

test('what has others below it, and what it is a part of', () => {
  expect(summaries(rows)).toEqual(['a', 'a1'])
  expect(above(rows, 'a11')?.task).toBe('a1')
  expect(above(rows, 'a2')?.task).toBe('a')
  expect(above(rows, 'b')).toBeUndefined()
})
