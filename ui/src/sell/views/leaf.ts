/** One condition while it is edited. Pure. */
import type { DealField, Op, Value } from '../../lib/backend'
import { fieldOf, opsOf } from './fields'
import type { Leaf } from './words'

const NONE: Op[] = ['empty', 'filled', 'overdue']

function empty(field: DealField, op: Op): Value {
  if (NONE.includes(op)) return 'nothing'
  if (op === 'contains' || op === 'contains_not' || op === 'starts_with') return { text: '' }
  switch (fieldOf(field).kind) {
    case 'link':
      return { ids: [] }
    case 'find':
      return { names: [] }
    case 'word':
      return { words: [] }
    case 'number':
    case 'amount':
      return { number: 0 }
    case 'day':
      return { period: { span: 'this_month' } }
    case 'text':
      return { text: '' }
  }
}

export function fresh(field: DealField): Leaf {
  const op = opsOf(field)[0] ?? 'is'
  return { field, op, value: empty(field, op) }
}

/** Another comparison of the same field; the value stays where it means something there. */
export function withOp(leaf: Leaf, op: Op): Leaf {
  const value = empty(leaf.field, op)
  const shape = (of: Value) => (typeof of === 'string' ? of : Object.keys(of)[0])
  const keeps = shape(value) === shape(leaf.value) || (leaf.value === 'me' && (op === 'is' || op === 'is_not'))
  return { field: leaf.field, op, value: keeps ? leaf.value : value }
}

/** Whether a condition says something. */
export function complete({ value }: Leaf): boolean {
  if (typeof value === 'string') return true
  if (value.text !== undefined) return !!value.text.trim()
  const list = value.ids ?? value.names ?? value.words
  if (list) return list.length > 0
  const between = value.period?.between
  return !between || !!between.from || !!between.to
}
