import { afterEach, expect, test } from 'vitest'
import { go, guardLeaving, peek, rename, route, write } from './route.svelte'

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
