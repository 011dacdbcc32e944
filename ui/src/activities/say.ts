/** "call hansen fri 10": a kind, a name, and a day with a time, as they are typed into the search. Pure. */
import type { ActivityKind } from '../lib/backend'
import { localOrder, type Order } from '../lib/date'
import { parseWhen, type When } from '../lib/when'

export type Said = { kind: Exclude<ActivityKind, 'note'>; name: string; when: When }

const KINDS: Record<string, Said['kind']> = {
  call: 'call',
  ring: 'call',
  phone: 'call',
  meet: 'meeting',
  meeting: 'meeting',
  visit: 'meeting',
  mail: 'email',
  email: 'email',
  'e-mail': 'email',
  write: 'email',
  todo: 'todo',
  'to-do': 'todo',
}

/** What was asked for, or `undefined` when it begins with none of these words or names nobody. Without a day it is for today. */
export function understand(text: string, today: string, order: Order = localOrder()): Said | undefined {
  const [first = '', ...words] = text.trim().split(/\s+/)
  const kind = KINDS[first.toLowerCase()]
  if (!kind) return undefined
  if (/^(with|to|for)$/i.test(words[0] ?? '')) words.shift()
  // The longest end that is a day is one; what stands before it is the name.
  for (let at = 1; at <= words.length; at++) {
    const when = at === words.length ? { day: today, minute: null } : parseWhen(words.slice(at).join(' '), today, order)
    const name = words.slice(0, at).join(' ')
    if (when && /[\p{L}\p{N}]/u.test(name)) return { kind, name, when }
  }
  return undefined
}
