import { beforeEach, expect, test } from 'vitest'
import type { Template } from '../lib/backend'
import { back, begin, discard, editing, follow, forth, notice, settle, unsaved } from './draft.svelte'

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
beforeEach(() => localStorage.clear())

test('a draft knows whether it was changed', () => {
  begin(template(), 'w')
  expect(editing.changed).toBe(false)
  editing.draft!.name = 'Longer'
  expect(editing.changed).toBe(true)
})

test('what was typed survives a reload, until it is saved or given up', () => {
  begin(template(), 'w')
  editing.draft!.name = 'Longer'
  notice()
  expect(unsaved('w')).toEqual(['t'])
  expect(unsaved('other')).toEqual([])
  begin(template(), 'w')
  expect(editing.draft?.name).toBe('Longer')
  settle({ ...template(), name: 'Longer', version: 2 })
  expect([editing.changed, unsaved('w')]).toEqual([false, []])
  editing.draft!.name = 'Longest'
  notice()
  discard()
  expect(unsaved('w')).toEqual([])
})

test('steps go back and forth, and back at the start nothing is kept', () => {
  begin(template(), 'w')
  editing.draft!.name = 'One'
  notice()
  editing.draft!.name = 'Two'
  expect(editing.canGoBack).toBe(true)
  back()
  expect(editing.draft?.name).toBe('One')
  back()
  expect([editing.draft?.name, editing.changed, editing.canGoBack, unsaved('w')]).toEqual(['Short', false, false, []])
  forth()
  forth()
  expect([editing.draft?.name, editing.canGoForth]).toEqual(['Two', false])
})

test('an untouched draft follows what is stored, a touched one stays', () => {
  begin(template(), 'w')
  follow({ ...template(), name: 'By undo', version: 2 })
  expect([editing.draft?.name, editing.changed]).toEqual(['By undo', false])
  editing.draft!.name = 'Mine'
  follow({ ...template(), name: 'Other', version: 3 })
  expect([editing.draft?.name, editing.draft?.version]).toEqual(['Mine', 2])
})
