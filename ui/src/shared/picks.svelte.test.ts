import { expect, test } from 'vitest'
import { Picks } from './picks.svelte'

test('some are chosen by name, all but some are left out by name', () => {
  const picks = new Picks(() => 100)
  picks.toggle('a')
  picks.set(['b', 'c'], true)
  picks.toggle('b')
  expect([picks.count, picks.has('a'), picks.has('b')]).toEqual([2, true, false])
  const query = { pipeline: null, filter: { all: [] }, sort: [], group: null }
  expect(picks.pick(query)).toEqual({ these: ['a', 'c'] })
  picks.everything()
  expect([picks.count, picks.has('b')]).toEqual([100, true])
  picks.toggle('b')
  expect([picks.count, picks.has('b')]).toEqual([99, false])
  expect(picks.pick(query)).toEqual({ matching: { query, except: ['b'] } })
  picks.none()
  expect([picks.count, picks.all, picks.has('b')]).toEqual([0, false, false])
})
