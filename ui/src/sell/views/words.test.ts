import { expect, test } from 'vitest'
import { chipsOf, leafWords, leavesOf, partOf, treeOf, treeWords, type Leaf, type Tree } from './words'

const names = new Map([['1', 'Ada']])
const owner: Leaf = { field: 'owner', op: 'is', value: { ids: ['1', '2'] } }
const big: Leaf = { field: 'amount', op: 'at_least', value: { number: 100_000_000 } }
const late: Leaf = { field: 'close_date', op: 'overdue', value: 'nothing' }

test('conditions read as sentences', () => {
  expect(leafWords(owner, names)).toBe('Owner is Ada or (deleted)')
  expect(leafWords(big, names)).toBe('Amount is at least 10,000')
  expect(leafWords(late, names)).toBe('Close date is overdue')
  expect(leafWords({ field: 'close_date', op: 'in', value: { period: { next_days: 30 } } }, names)).toBe(
    'Close date is in the next 30 days',
  )
  expect(leafWords({ field: 'kind', op: 'is', value: { words: ['open', 'won'] } }, names)).toBe('Open, won or lost is Open or Won')
})

test('a tree says its joints', () => {
  const tree: Tree = { all: [{ is: late }, { any: [{ is: big }, { is: owner }] }] }
  expect(treeWords(tree, names)).toBe('Close date is overdue and (Amount is at least 10,000 or Owner is Ada or (deleted))')
  expect(treeWords({ all: [] }, names)).toBe('everything')
})

test('chips and trees are the same thing', () => {
  for (const joint of ['all', 'any'] as const) {
    const parts = [partOf(joint, [late])!, partOf(joint, [big, owner])!]
    const tree = treeOf(joint, parts)
    expect(chipsOf(tree)).toEqual({ joint, parts })
    expect(parts.map(leavesOf)).toEqual([[late], [big, owner]])
  }
  expect(chipsOf({ is: late })).toEqual({ joint: 'all', parts: [{ is: late }] })
  // Without a chip nothing is filtered, not everything.
  expect(treeOf('any', [])).toEqual({ all: [] })
  expect(leavesOf({ all: [{ any: [{ is: late }] }] })).toBeUndefined()
})
