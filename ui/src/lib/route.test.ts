import { afterEach, expect, test } from 'vitest'
import { go, peek, route, write } from './route.svelte'

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
