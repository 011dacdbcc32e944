import { flushSync } from 'svelte'
import { expect, test, vi } from 'vitest'
import { BoardState } from './state.svelte'

vi.mock('../lib/notices.svelte', () => ({ notifyError: () => {} }))

type Card = { id: string; name: string }
const cards = (from: number, to: number): Card[] =>
  Array.from({ length: to - from }, (_, i) => ({ id: `c${from + i}`, name: `Card ${from + i}` }))
const column = (id: string, count: number, first: Card[]) => ({ id, name: id.toUpperCase(), count, cards: first })

test('a snapshot taken in an effect is taken once, however many pages come later', async () => {
  let taken = 0
  const fetch = vi.fn(async (_: string, offset: number) => ({ rev: 1, cards: cards(offset, offset + 60) }))
  const board = new BoardState<Card>(fetch, async () => null)
  const stop = $effect.root(() => {
    $effect(() => {
      taken++
      board.take([column('a', 500, cards(0, 30))], 1)
    })
    $effect(() => board.need('a', 100, 130))
  })
  flushSync()
  await vi.waitFor(() => expect(board.column('a')?.rows[120]?.id).toBe('c120'))
  flushSync()
  expect(taken).toBe(1)
  expect(fetch.mock.calls.length).toBeLessThanOrEqual(2)
  stop()
})

test('a move is drawn at once, stays until its revision comes, and goes back when it is refused', async () => {
  let settle: (rev: number) => void = () => {}
  const answered = new Promise<number>((done) => (settle = done))
  const board = new BoardState<Card>(
    async () => ({ rev: 1, cards: [] }),
    () => answered,
  )
  board.take([column('a', 2, cards(0, 2)), column('b', 1, cards(5, 6))], 1)
  const moved = board.drop(cards(0, 1)[0]!, 'b', 1)
  expect(board.column('b')?.rows.map((card) => card?.id)).toEqual(['c5', 'c0'])
  expect(board.column('a')?.count).toBe(1)
  settle(2)
  await moved
  expect(board.column('b')?.count).toBe(2)
  board.take([column('a', 1, cards(1, 2)), column('b', 2, [cards(5, 6)[0]!, cards(0, 1)[0]!])], 2)
  expect(board.column('b')?.rows.map((card) => card?.id)).toEqual(['c5', 'c0'])

  const refusing = new BoardState<Card>(
    async () => ({ rev: 1, cards: [] }),
    () => Promise.reject({ code: 'gate', message: 'A reason is missing.', missing: [] }),
  )
  refusing.take([column('a', 1, cards(0, 1)), column('b', 0, [])], 1)
  await refusing.drop(cards(0, 1)[0]!, 'b', 0)
  expect(refusing.column('a')?.count).toBe(1)
})

test('an older snapshot never replaces a newer one', () => {
  const board = new BoardState<Card>(
    async () => ({ rev: 1, cards: [] }),
    async () => null,
  )
  board.take([column('a', 1, cards(0, 1))], 5)
  board.take([column('a', 0, [])], 4)
  expect(board.column('a')?.count).toBe(1)
})

test('rows of one filter never show under another', async () => {
  let filter = 'all'
  const board = new BoardState<Card>(
    async (_, offset) => ({ rev: 1, cards: filter === 'all' ? cards(offset, offset + 60) : cards(offset + 1000, offset + 1060) }),
    async () => null,
  )
  board.take([column('a', 500, cards(0, 30))], 1, 'all')
  await board.at('a', 200)
  const late = board.at('a', 300)
  filter = 'mine'
  board.take([column('a', 400, cards(1000, 1030))], 1, 'mine')
  await late
  expect(board.column('a')?.rows.filter((row) => row && Number(row.id.slice(1)) < 1000)).toEqual([])
  expect((await board.at('a', 200))?.id).toBe('c1200')
})

test('a card dropped beside rows that were never seen lands between them all the same', async () => {
  const drops: unknown[] = []
  const board = new BoardState<Card>(
    async (_, offset) => ({ rev: 1, cards: cards(offset, offset + 60) }),
    async ({ above, below }) => (drops.push({ above, below }), 2),
  )
  board.take([column('a', 500, cards(0, 30)), column('b', 1, [{ id: 'x', name: 'X' }])], 1)
  expect(await board.drop({ id: 'x', name: 'X' }, 'a', 300)).toBe(true)
  expect(drops).toEqual([{ above: 'c299', below: 'c300' }])
})
