import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import axe from 'axe-core'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Category, ProjectColumn } from '../bindings'
import Columns from './Columns.svelte'

const core = vi.hoisted(() => ({ saveColumn: vi.fn(), moveColumn: vi.fn(), deleteColumn: vi.fn() }))
vi.mock('../lib/backend', async (real) => ({ ...(await real<object>()), commands: core }))

const column = (name: string, category: Category, count: number): ProjectColumn => ({
  id: name,
  name,
  category,
  count,
  limit: null,
  cards: [],
})
const three = [column('To do', 'todo', 4), column('On site', 'doing', 1), column('Done', 'done', 0)]
const sheet = (columns = three) => render(Columns, { project: 'p', columns, onclose: vi.fn() })

beforeEach(() => {
  for (const verb of Object.values(core)) verb.mockReset().mockResolvedValue({ value: null, rev: 1, label: 'Done' })
})

test('every control has a name of its own', async () => {
  sheet()
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  expect((await axe.run(screen.getByRole('dialog'), { rules })).violations).toEqual([])
})

test('the only column where work begins or ends can not be deleted, a second one can', async () => {
  const { rerender } = sheet()
  expect(screen.queryByTitle('Delete To do')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Delete Done' })).toBeNull()
  expect(screen.getByText('the only To do column')).toBeTruthy()
  await rerender({ columns: [...three, column('Checked', 'done', 0)] })
  await fireEvent.click(screen.getByRole('button', { name: 'Delete Done' }))
  expect(core.deleteColumn).toHaveBeenCalledWith('Done', null)
})

test('a refused meaning goes back to what it was', async () => {
  sheet()
  core.saveColumn.mockRejectedValue({ code: 'invalid', message: 'A board needs one.', missing: [] })
  const means = screen.getByRole<HTMLSelectElement>('combobox', { name: 'What Done means' })
  await fireEvent.change(means, { target: { value: 'todo' } })
  expect(core.saveColumn).toHaveBeenCalledWith({ id: 'Done', project: 'p', limit: null, name: 'Done', category: 'todo' })
  await waitFor(() => expect(means.value).toBe('done'))
})

test('moving puts a column behind its new neighbour', async () => {
  sheet()
  await fireEvent.click(screen.getByRole('button', { name: 'Move On site up' }))
  await fireEvent.click(screen.getByRole('button', { name: 'Move On site down' }))
  expect(core.moveColumn.mock.calls).toEqual([
    ['On site', null],
    ['On site', 'Done'],
  ])
})
