import { expect, test } from 'vitest'
import { BoardState } from './state.svelte'

const deals = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ id: `d${from + i}`, name: `Deal ${from + i}` }))
const ids = (board: BoardState<{ id: string; name: string }>) => board.column('x')!.rows.flatMap((row) => row?.id ?? [])

test('a card that left the top of a long column is not drawn twice further down', async () => {
  const all = deals(0, 100)
  const board = new BoardState<{ id: string; name: string }>(
    async (_, offset, limit) => ({ rev: 1, cards: all.slice(offset, offset + limit) }),
    async () => 2,
  )
  board.take([{ id: 'x', name: 'X', count: 100, cards: all.slice(0, 30) }], 1)
  board.need('x', 0, 60)
  await Promise.resolve()
  await Promise.resolve()
  expect(ids(board)).toHaveLength(60)
  // d5 went to another column: everything below moved up by one, so d30 is now among the first thirty.
  const left = all.filter((card) => card.id !== 'd5')
  board.take([{ id: 'x', name: 'X', count: 99, cards: left.slice(0, 30) }], 2)
  expect(new Set(ids(board)).size).toBe(ids(board).length)
})

test('a page that comes later takes its cards out of older rows', async () => {
  let all = deals(0, 200)
  const board = new BoardState<{ id: string; name: string }>(
    async (_, offset, limit) => ({ rev: 2, cards: all.slice(offset, offset + limit) }),
    async () => 2,
  )
  board.take([{ id: 'x', name: 'X', count: 200, cards: all.slice(0, 30) }], 1)
  board.need('x', 0, 180)
  await new Promise((done) => setTimeout(done))
  all = all.filter((card) => card.id !== 'd5')
  board.take([{ id: 'x', name: 'X', count: 199, cards: all.slice(0, 30) }], 2)
  board.need('x', 0, 60)
  await new Promise((done) => setTimeout(done))
  expect(new Set(ids(board)).size).toBe(ids(board).length)
  expect(ids(board)).toContain('d60')
})
