/** Filter trees as a person says them, and as the chips change them. Pure. */
import type { Condition, DealField, Filter, Period, Value } from '../../lib/backend'
import { day, number } from '../../lib/format'
import { fieldOf, OP_WORDS, SPAN_WORDS, WORDS } from './fields'

export type Tree = Filter<DealField>
export type Leaf = Condition<DealField>
export type Joint = 'all' | 'any'
/** Names of what conditions point at: stages, people, pipelines, products, reasons. */
export type Names = ReadonlyMap<string, string>

/** Amounts are compared in ten-thousandths of the currency's unit. */
export const UNIT = 10_000

export function periodWords(period: Period): string {
  if (period.span) return SPAN_WORDS[period.span]
  if (period.next_days !== undefined) return `in the next ${number(period.next_days)} days`
  if (period.last_days !== undefined) return `in the last ${number(period.last_days)} days`
  const { from, to } = period.between
  if (from && to) return from === to ? day(from) : `${day(from)} to ${day(to)}`
  return from ? `from ${day(from)} on` : to ? `until ${day(to)}` : 'any day'
}

function valueWords(field: DealField, value: Value, names: Names): string {
  if (value === 'nothing') return ''
  if (value === 'me') return 'me'
  if (value.text !== undefined) return `“${value.text}”`
  if (value.number !== undefined) return number(field === 'amount' ? value.number / UNIT : value.number)
  if (value.period) return periodWords(value.period)
  const known = new Map(WORDS[field] ?? [])
  const list = value.ids?.map((id) => names.get(id) ?? '(deleted)') ?? value.names ?? value.words?.map((word) => known.get(word) ?? word)
  return list?.length ? list.join(' or ') : 'nothing'
}

/** "Owner is Ada or Ben" */
export function leafWords({ field, op, value }: Leaf, names: Names): string {
  return [fieldOf(field).label, OP_WORDS[op], valueWords(field, value, names)].filter((word) => word).join(' ')
}

export function treeWords(tree: Tree, names: Names): string {
  if (tree.is) return leafWords(tree.is, names)
  const [parts, joint] = tree.all ? [tree.all, ' and '] : [tree.any, ' or ']
  return parts.map((part) => (part.is ? treeWords(part, names) : `(${treeWords(part, names)})`)).join(joint) || 'everything'
}

/** How the chips of a tree are joined, and the chips. A lone condition is one chip. */
export function chipsOf(tree: Tree): { joint: Joint; parts: Tree[] } {
  if (tree.any && tree.any.length) return { joint: 'any', parts: tree.any }
  return { joint: 'all', parts: tree.all ?? (tree.is ? [tree] : []) }
}

/** The tree of these chips. No chip leaves everything in, however they would be joined. */
export function treeOf(joint: Joint, parts: Tree[]): Tree {
  return joint === 'any' && parts.length ? { any: parts } : { all: parts }
}

/** The conditions of one chip, which are joined the other way than the chips are. Deeper trees come from elsewhere and stay whole. */
export function leavesOf(part: Tree): Leaf[] | undefined {
  if (part.is) return [part.is]
  const parts = part.all ?? part.any
  const leaves = parts.flatMap((inner) => (inner.is ? [inner.is] : []))
  return leaves.length === parts.length ? leaves : undefined
}

export function partOf(joint: Joint, leaves: Leaf[]): Tree | undefined {
  const [first] = leaves
  if (!first) return undefined
  if (leaves.length === 1) return { is: first }
  const parts = leaves.map((is) => ({ is }))
  return joint === 'all' ? { any: parts } : { all: parts }
}
