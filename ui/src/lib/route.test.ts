import { afterEach, expect, test } from 'vitest'
import { go, guardLeaving, peek, refine, rename, route, write } from './route.svelte'

afterEach(() => go('pipeline'))

test('a screen, its record and what is beside it make one address', () => {
  expect(write({ screen: 'project', id: 'a/b', peek: { kind: 'task', id: '7' } })).toBe('#/project/a%2Fb?peek=task:7')
})

test('what is beside a screen closes without leaving it', () => {
  go('companies')
  peek({ kind: 'company', id: '1' })
  expect(route.now).toEqual({ screen: 'companies', peek: { kind: 'company', id: '1' } })
  peek(undefined)
  expect(route.now).toEqual({ screen: 'companies' })
})

test('what a screen is asked stays in the address, with whatever is beside it, and is walked back', async () => {
  go('reports', 'win-rate')
  refine('by=owner&source=A & B')
  peek({ kind: 'deal', id: '7' })
  expect(location.hash).toBe('#/reports/win-rate?ask=by%3Downer%26source%3DA%20%26%20B&peek=deal:7')
  expect(route.now).toEqual({ screen: 'reports', id: 'win-rate', ask: 'by=owner&source=A & B', peek: { kind: 'deal', id: '7' } })
  refine('')
  expect(route.now).toEqual({ screen: 'reports', id: 'win-rate', peek: { kind: 'deal', id: '7' } })
  go('goals')
  location.hash = '#/reports/funnel?ask=from%3D2026-01-01'
  await expect.poll(() => route.now).toEqual({ screen: 'reports', id: 'funnel', ask: 'from=2026-01-01' })
})

test('a guard holds us until it lets go, whichever way we leave', async () => {
  go('templates', '1')
  let leave: (() => void) | undefined
  let holds = true
  const away = guardLeaving((later) => ((leave = later), holds))
  go('templates', '1')
  peek({ kind: 'task', id: '7' })
  peek(undefined)
  expect(leave).toBeUndefined()
  go('pipeline')
  expect(route.now).toEqual({ screen: 'templates', id: '1' })
  location.hash = '#/companies'
  await expect.poll(() => location.hash).toBe('#/templates/1')
  expect(route.now).toEqual({ screen: 'templates', id: '1' })
  holds = false
  leave?.()
  expect(route.now).toEqual({ screen: 'companies' })
  away()
  go('templates', 'new')
  rename('2')
  expect([route.now, location.hash]).toEqual([{ screen: 'templates', id: '2' }, '#/templates/2'])
})
