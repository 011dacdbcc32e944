/** Which list the record beside it was opened from, so that ↑ and ↓ find the next one. */
import { peek, route, type Peek } from '../../lib/route.svelte'

type Order = { total: number; indexOf(id: string): number; row(index: number): { id: string } | undefined }
let order: Order | undefined

export function walkThrough(list: Order): () => void {
  order = list
  return () => {
    if (order === list) order = undefined
  }
}

export function step(kind: Peek['kind'], by: -1 | 1): void {
  const now = route.now.peek
  if (!order || now?.kind !== kind) return
  const next = order.row(order.indexOf(now.id) + by)
  if (next) peek({ kind, id: next.id })
}
