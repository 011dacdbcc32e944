import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import axe from 'axe-core'
import { beforeEach, expect, test, vi } from 'vitest'
import type { LostReason } from '../bindings'
import { told } from '../lib/live.svelte'
import Reasons from './Reasons.svelte'

let list: LostReason[]
let rev = 0
const calls: unknown[][] = []
/** A small stand-in for the core: keeps the order, and refuses what it refuses. */
vi.mock('../lib/backend', async (real) => {
  const done = (...call: unknown[]) => {
    calls.push(call)
    queueMicrotask(() => told(++rev, ['pipelines']))
    return { value: null, rev, label: String(call[0]) }
  }
  const commands = {
    lostReasons: async () => [...list],
    saveLostReason: async (id: string | null, name: string) => {
      if (list.some((one) => one.id !== id && one.name === name)) throw { code: 'conflict', message: 'It is there already.', missing: [] }
      list = id ? list.map((one) => (one.id === id ? { ...one, name } : one)) : [...list, { id: name, name, deals: 0 }]
      return done('save', id, name)
    },
    moveLostReason: async (id: string, after: string | null) => {
      const moved = list.find((one) => one.id === id)!
      const rest = list.filter((one) => one.id !== id)
      rest.splice(rest.findIndex((one) => one.id === after) + 1, 0, moved)
      list = rest
      return done('move', id, after)
    },
    deleteLostReason: async (id: string, heir: string | null) => {
      list = list.filter((one) => one.id !== id)
      return done('delete', id, heir)
    },
  }
  return { ...(await real<object>()), commands }
})

beforeEach(() => {
  calls.length = 0
  list = [
    { id: 'a', name: 'Too expensive', deals: 3 },
    { id: 'b', name: 'No budget', deals: 0 },
    { id: 'c', name: 'Not a fit', deals: 0 },
  ]
})

const names = () => screen.getAllByRole('textbox', { name: /^Name of reason/ }).map((field) => (field as HTMLInputElement).value)
async function shown() {
  const { container } = render(Reasons)
  await waitFor(() => expect(names()).toHaveLength(3))
  return container
}

test('every control has a name of its own', async () => {
  const container = await shown()
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  expect((await axe.run(container, { rules })).violations).toEqual([])
})

test('a reason that moves keeps the focus, also at the end of the list', async () => {
  await shown()
  const down = screen.getByRole('button', { name: 'Move No budget down' })
  down.focus()
  await fireEvent.click(down)
  await waitFor(() => expect(names()).toEqual(['Too expensive', 'Not a fit', 'No budget']))
  expect(calls).toEqual([['move', 'b', 'c']])
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Move No budget up'))
})

test('a refused name goes back, and Esc puts back what was typed', async () => {
  await shown()
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name of reason 2' })
  field.value = 'Not a fit'
  await fireEvent.keyDown(field, { key: 'Enter' })
  await waitFor(() => expect(field.value).toBe('No budget'))
  expect(calls).toEqual([])
  field.value = 'Half typed'
  await fireEvent.keyDown(field, { key: 'Escape' })
  expect(field.value).toBe('No budget')
})

test('one without deals goes at once, one with deals asks who gets them', async () => {
  await shown()
  await fireEvent.click(screen.getByRole('button', { name: 'Delete No budget' }))
  await waitFor(() => expect(names()).toEqual(['Too expensive', 'Not a fit']))
  expect(calls).toEqual([['delete', 'b', null]])
  expect(document.activeElement?.getAttribute('aria-label')).toBe('New reason')
  const asks = screen.getByTitle('Delete Too expensive')
  await fireEvent.pointerDown(asks, { button: 0, pointerType: 'mouse' })
  await fireEvent.keyDown(asks, { key: 'Enter' })
  await waitFor(() => expect(screen.getByText('Its 3 deals get')).toBeTruthy())
  expect(calls).toHaveLength(1)
})
