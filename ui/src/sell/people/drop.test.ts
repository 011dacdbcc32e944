import { expect, test } from 'vitest'
import { targetOf, type Target } from './drop.svelte'

const target = (id: string): Target => ({ of: { kind: 'company', id }, name: id, take: () => {} })

test('files go to the record under the pointer, else to the one shown last', () => {
  const all = [target('page'), target('peek')]
  expect(targetOf(all, 'page')?.name).toBe('page')
  expect(targetOf(all, undefined)?.name).toBe('peek')
  expect(targetOf(all, 'gone')?.name).toBe('peek')
  expect(targetOf([], 'page')).toBeUndefined()
})
