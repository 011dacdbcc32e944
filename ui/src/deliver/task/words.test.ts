import { expect, test } from 'vitest'
import { concerns } from './replan.svelte'
import { linkWords } from './words'

test('the usual link needs no word', () => {
  expect([linkWords('FS', 0), linkWords('FS', 2), linkWords('SS', 0), linkWords('FF', -1)]).toEqual(['', '+2 d', 'SS', 'FF −1 d'])
})

test('a change that moves only its own task is not asked about', () => {
  const move = (id: string) => ({
    task: { id, name: id },
    start_before: null,
    finish_before: null,
    start: '2027-01-04',
    finish: '2027-01-05',
    days: 1,
    becomes_critical: false,
  })
  const diff = { rev: 1, finish_before: null, finish_after: null, promised: null, late_by: null, troubles: [] as string[] }
  expect(concerns({ ...diff, moves: [move('a')] }, 'a')).toBe(false)
  expect(concerns({ ...diff, moves: [move('a'), move('b')] }, 'a')).toBe(true)
  expect(concerns({ ...diff, moves: [], troubles: ['“b” can’t be kept'] }, 'a')).toBe(true)
})
