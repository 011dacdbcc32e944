import { expect, test } from 'vitest'
import type { Template } from '../lib/backend'
import { addTask, dropTask, edit, editing, shift } from './draft.svelte'

const template = (): Template => ({
  id: 't',
  name: 'Short',
  description: null,
  fallback_person: null,
  lead_role: null,
  version: 1,
  phases: [{ key: 'p', name: 'Do', tasks: [] }],
  links: [],
})

test('new tasks have keys of their own and start where the one before ends', () => {
  const one = template()
  const phase = one.phases[0]!
  addTask(phase)
  addTask(phase)
  expect(new Set(phase.tasks.map((task) => task.key)).size).toBe(2)
  expect(phase.tasks[1]?.offset_days).toBe(1)
})

test('a dropped task takes its links with it', () => {
  const one = template()
  addTask(one.phases[0]!)
  addTask(one.phases[0]!)
  const [a, b] = one.phases[0]!.tasks.map((task) => task.key) as [string, string]
  one.links.push({ predecessor: a, successor: b, kind: 'FS', lag_days: 0 })
  dropTask(one, a)
  expect(one.links).toEqual([])
})

test('moving stays within the list', () => {
  const list = ['a', 'b']
  expect(shift(list, 0, -1)).toBe(false)
  expect(shift(list, 0, 1)).toBe(true)
  expect(list).toEqual(['b', 'a'])
})

test('a draft knows whether it was changed', () => {
  edit(template())
  expect(editing.changed).toBe(false)
  editing.draft!.name = 'Longer'
  expect(editing.changed).toBe(true)
})
