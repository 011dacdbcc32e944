import { expect, test } from 'vitest'
import type { Template } from '../lib/backend'
import {
  addTask,
  copyTask,
  couldWaitFor,
  dropPhase,
  dropTasks,
  movePhase,
  moveTask,
  newTemplate,
  parseDays,
  spokenPlace,
  stepTask,
} from './edits'

function template(...phases: string[][]): Template {
  const task = (key: string) => ({ key, name: key, description: null, role: null, offset_days: 0, duration_days: 1, checklist: [] })
  return { ...newTemplate(), phases: phases.map((keys, i) => ({ key: `p${i}`, name: `P${i}`, tasks: keys.map(task) })) }
}
const shape = (one: Template) => one.phases.map((phase) => phase.tasks.map((task) => task.key).join('')).join('|')

test('a task goes to the gap it is dropped into', () => {
  const one = template(['a', 'b', 'c'], ['d'])
  expect(moveTask(one, 'a', { phase: 0, index: 2 })).toBe(true)
  expect(shape(one)).toBe('bac|d')
  expect(moveTask(one, 'a', { phase: 0, index: 1 })).toBe(false)
  expect(moveTask(one, 'a', { phase: 0, index: 2 })).toBe(false)
  expect(moveTask(one, 'c', { phase: 1, index: 0 })).toBe(true)
  expect(shape(one)).toBe('ba|cd')
})

test('steps cross from phase to phase and end at the ends', () => {
  const one = template(['a', 'b'], [], ['c'])
  expect(stepTask(one, 'a', -1)).toBe(false)
  stepTask(one, 'a', 1)
  expect(shape(one)).toBe('ba||c')
  stepTask(one, 'a', 1)
  expect([shape(one), spokenPlace(one, 'a')]).toEqual(['b|a|c', '1 of 1 in P1'])
  stepTask(one, 'a', 1)
  expect(shape(one)).toBe('b||ac')
  stepTask(one, 'a', -1)
  expect(shape(one)).toBe('b|a|c')
  expect(stepTask(one, 'c', 1)).toBe(false)
})

test('a phase moves with its tasks', () => {
  const one = template(['a'], ['b'], ['c'])
  expect(movePhase(one, 'p0', 1)).toBe(false)
  movePhase(one, 'p0', 3)
  expect(shape(one)).toBe('b|c|a')
  movePhase(one, 'p0', 0)
  expect(shape(one)).toBe('a|b|c')
})

test('new tasks have keys of their own and start where the one before ends', () => {
  const one = template([])
  const phase = one.phases[0]!
  const first = addTask(phase)
  const last = addTask(phase)
  const between = addTask(phase, first)
  expect(phase.tasks.map((task) => task.key)).toEqual([first, between, last])
  expect(phase.tasks[1]?.offset_days).toBe(1)
})

test('a copy waits for the same, and what goes takes its links along', () => {
  const one = template(['a', 'b'], ['c'])
  one.links.push({ predecessor: 'a', successor: 'b', kind: 'FS', lag_days: 2 })
  const copy = copyTask(one, 'b')!
  expect(one.links.map((link) => [link.predecessor, link.successor, link.lag_days])).toEqual([
    ['a', 'b', 2],
    ['a', copy, 2],
  ])
  expect(couldWaitFor(one, 'b').map((task) => task.key)).toEqual([copy, 'c'])
  dropTasks(one, [copy])
  expect(one.links).toHaveLength(1)
  dropPhase(one, 'p0')
  expect([one.links, shape(one)]).toEqual([[], 'c'])
})

test('days are read as they are typed', () => {
  expect(['3', '+3', '−2', '-2', '3 d', '1 day', ' 0 '].map((text) => parseDays(text))).toEqual([3, 3, -2, -2, 3, 1, 0])
  expect(['', 'x', '1.5', '123456'].map((text) => parseDays(text))).toEqual([undefined, undefined, undefined, undefined])
  expect(parseDays('-1', 0)).toBeUndefined()
})
