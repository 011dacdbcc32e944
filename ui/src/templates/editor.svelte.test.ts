import { clearMocks, mockIPC } from '@tauri-apps/api/mocks'
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Template, TemplatePreview } from '../lib/backend'
import { announced } from '../lib/announce.svelte'
import { go, route } from '../lib/route.svelte'
import { discard, editing } from './draft.svelte'
import Editor from './Editor.svelte'
import { newTemplate } from './edits'
import Timeline from './Timeline.svelte'
import { rulerOf } from './timeline'

const task = (key: string, name: string) => ({ key, name, description: null, role: null, offset_days: 0, duration_days: 1, checklist: [] })
const template = (): Template => ({
  ...newTemplate(),
  id: 't',
  name: 'Short',
  version: 1,
  phases: [
    { key: 'p', name: 'Plan', tasks: [task('a', 'Call'), task('b', 'Visit')] },
    { key: 'q', name: 'Build', tasks: [] },
  ],
})
const preview = (draft: Template): TemplatePreview => ({
  rev: 1,
  working_days: 2,
  lead: null,
  tasks: draft.phases.flatMap((phase) =>
    phase.tasks.map((one) => ({ key: one.key, start: 0, days: 1, pushed_by: null, who: 'Ada Byron', who_why: '' })),
  ),
})
let saved: Template | undefined
let refusal: unknown

beforeEach(() => {
  saved = refusal = undefined
  go('templates', 't')
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
      unobserve() {}
    },
  )
  Element.prototype.scrollIntoView = () => undefined
  mockIPC((command, args) => {
    const given = (args as { template?: Template }).template
    if (command === 'preview_template') return preview(given!)
    if (command === 'save_template') {
      if (refusal) throw refusal
      saved = { ...given!, version: 2 }
      return { value: 't', rev: 2, label: 'Saved' }
    }
    if (command === 'template') return saved
    if (command === 'templates') return { rev: 1, rows: [] }
    return []
  })
})
afterEach(() => {
  discard()
  clearMocks()
  localStorage.clear()
})
const show = () => render(Editor, { template: template(), ondelete: () => undefined })
const names = () => screen.getAllByLabelText('Name of the task').map((field) => (field as HTMLInputElement).value)

test('Alt and an arrow move a task, also into the next phase, and say where it is now', async () => {
  show()
  const call = screen.getAllByLabelText('Name of the task')[0]!
  await fireEvent.keyDown(call, { key: 'ArrowDown', altKey: true })
  expect(names()).toEqual(['Visit', 'Call'])
  expect(announced.text.trim()).toBe('Call, now 2 of 2 in Plan')
  await fireEvent.keyDown(screen.getAllByLabelText('Name of the task')[1]!, { key: 'ArrowDown', altKey: true })
  expect(announced.text.trim()).toBe('Call, now 1 of 1 in Build')
})

test('details open for one task at a time', async () => {
  show()
  await fireEvent.click(screen.getByRole('button', { name: 'Details of Call' }))
  await fireEvent.click(screen.getByRole('button', { name: 'Details of Visit' }))
  expect(screen.queryByRole('group', { name: 'Details of Call' })).toBeNull()
  const list = screen.getByLabelText('Checklist, one a line')
  await fireEvent.input(list, { target: { value: 'One\n\n Two ' } })
  expect(editing.draft?.phases[0]?.tasks[1]?.checklist).toEqual(['One', 'Two'])
  expect((list as HTMLTextAreaElement).value).toBe('One\n\n Two ')
})

test('leaving asks: keep editing stays, discard goes, save saves first', async () => {
  show()
  await fireEvent.input(screen.getByLabelText('Name of the template'), { target: { value: 'Longer' } })
  go('pipeline')
  await fireEvent.click(await screen.findByRole('button', { name: 'Keep editing' }))
  expect([route.now.screen, editing.draft?.name]).toEqual(['templates', 'Longer'])
  go('pipeline')
  await waitFor(() => expect(screen.getAllByRole('button', { name: /^Save/ }).length).toBeGreaterThan(1))
  await fireEvent.click(screen.getAllByRole('button', { name: /^Save/ }).at(-1)!)
  await waitFor(() => expect(route.now.screen).toBe('pipeline'))
  expect(saved?.name).toBe('Longer')
})

test('a refusal is shown and marks the part it names', async () => {
  show()
  const call = screen.getAllByLabelText('Name of the task')[0]!
  await fireEvent.input(call, { target: { value: '' } })
  refusal = { code: 'gate', message: 'Task 1 of “Plan” has no name.', missing: [{ field: 'task:a', label: 'Task 1' }] }
  await fireEvent.click(screen.getByRole('button', { name: /^Save/ }))
  expect((await screen.findByRole('alert')).textContent).toContain('has no name')
  expect(call.getAttribute('aria-invalid')).toBe('true')
  await fireEvent.input(call, { target: { value: 'Call again' } })
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(call.getAttribute('aria-invalid')).toBeNull()
})

test('each bar is a button that says who and when and chooses its task', async () => {
  const draft = template()
  const spans = new Map(preview(draft).tasks.map((span) => [span.key, span]))
  const rows = new Map(['a', 'b'].map((key, at) => [`task:${key}`, { y: at * 30, h: 30 }]))
  const ruler = rulerOf([...spans.values()], 500)
  const onchoose = vi.fn()
  render(Timeline, { draft, spans, rows, ruler, width: 500, height: 60, days: 2, chosen: 'a', onchoose })
  const chart = screen.getByRole('group', { name: 'Timeline of Short' })
  expect(chart.querySelector('desc')?.textContent).toContain('2 tasks in 2 working days')
  const bars = screen.getAllByRole('button')
  expect(bars.map((bar) => [bar.getAttribute('aria-label'), bar.getAttribute('tabindex')])).toEqual([
    ['Call, Ada Byron: the day of the win, for 1 working day', '0'],
    ['Visit, Ada Byron: the day of the win, for 1 working day', '-1'],
  ])
  bars[0]!.focus()
  await fireEvent.keyDown(bars[0]!, { key: 'ArrowDown' })
  await fireEvent.keyDown(document.activeElement!, { key: 'Enter' })
  expect(onchoose).toHaveBeenCalledWith('b')
})
