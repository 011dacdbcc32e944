import { expect, test } from 'vitest'
import { sortAfter, View } from './lists.svelte'

test('a second click turns the order round; counts start with the largest', () => {
  const first = sortAfter({ by: 'name', descending: false }, 'industry')
  expect(first).toEqual({ by: 'industry', descending: false })
  expect(sortAfter(first, 'industry')).toEqual({ by: 'industry', descending: true })
  expect(sortAfter(first, 'open')).toEqual({ by: 'open', descending: true })
})

test('a view knows whether it hides something, and forgets all of it at once', () => {
  const view = new View()
  expect(view.narrowed).toBe(false)
  view.narrow({ lifecycle: 'customer', tags: ['t'] }, { t: 'VIP' })
  expect([view.narrowed, view.names.t]).toEqual([true, 'VIP'])
  expect(view.args('a', 100, 50)).toMatchObject({ text: 'a', offset: 100, limit: 50, filter: { lifecycle: 'customer', tags: ['t'] } })
  view.all()
  expect(view.narrowed).toBe(false)
  view.text = '  '
  expect(view.narrowed).toBe(false)
})
