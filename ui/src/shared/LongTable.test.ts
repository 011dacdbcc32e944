import { fireEvent, render, screen } from '@testing-library/svelte'
import axe from 'axe-core'
import { createRawSnippet } from 'svelte'
import { expect, test, vi } from 'vitest'
import LongTable from './LongTable.svelte'

// jsdom lays nothing out, so there is nothing to observe.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
)

type Row = { id: string; name: string }
const rowAt = (index: number): Row => ({ id: `${index}`, name: `Company ${index}` })

function table(onopen: (row: Row) => void, more: { chosen?: string; onwhole?: (row: Row) => void } = {}) {
  const cell = createRawSnippet<[Row, string]>((row) => ({ render: () => `<b>${row().name}</b>` }))
  const heads = [{ key: 'name', label: 'Company', width: '1fr' }]
  return render(LongTable<Row>, { label: 'Companies', heads, total: 10_000, row: rowAt, need: vi.fn(), onopen, cell, ...more })
}

test('draws what is in sight and says how long it is', async () => {
  const { container } = table(vi.fn())
  expect(screen.getAllByRole('row').length).toBeLessThan(60)
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001')
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  expect((await axe.run(container, { rules })).violations).toEqual([])
})

test('arrow keys walk, Enter opens, and the walk stops at the ends', async () => {
  const onopen = vi.fn()
  table(onopen)
  const grid = screen.getByRole('grid')
  for (const key of ['ArrowUp', 'ArrowDown', 'ArrowDown', 'Enter']) await fireEvent.keyDown(grid, { key })
  expect(onopen).toHaveBeenLastCalledWith(rowAt(2))
})

test('Enter on the row that is open already opens it whole', async () => {
  const [onopen, onwhole] = [vi.fn(), vi.fn()]
  table(onopen, { chosen: '1', onwhole })
  const grid = screen.getByRole('grid')
  for (const key of ['Enter', 'ArrowDown', 'Enter']) await fireEvent.keyDown(grid, { key })
  expect(onopen.mock.calls).toEqual([[rowAt(0)]])
  expect(onwhole.mock.calls).toEqual([[rowAt(1)]])
})

test('a head sorts, says so, and its keys do not walk the rows', async () => {
  const onsort = vi.fn()
  const cell = createRawSnippet<[Row, string]>((row) => ({ render: () => `<b>${row().name}</b>` }))
  const heads = ['name', 'place'].map((key) => ({ key, label: key, width: '1fr' }))
  const order = { key: 'place', descending: true }
  const props = { label: 'Companies', heads, total: 10, row: rowAt, need: vi.fn(), onopen: vi.fn(), cell, order, onsort }
  const { container } = render(LongTable<Row>, props)
  expect(screen.getAllByRole('columnheader').map((head) => head.getAttribute('aria-sort'))).toEqual(['none', 'descending'])
  const button = screen.getByRole('button', { name: 'name' })
  await fireEvent.keyDown(button, { key: 'Enter' })
  expect(props.onopen).not.toHaveBeenCalled()
  await fireEvent.click(button)
  expect(onsort).toHaveBeenCalledWith('name')
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  expect((await axe.run(container, { rules })).violations).toEqual([])
})
