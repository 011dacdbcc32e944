import { expect, test } from 'vitest'
import type { Activity } from '../lib/backend'
import { edits } from './changes'

const was: Activity = {
  id: 'a',
  kind: 'call',
  subject: 'Ask',
  body: null,
  owner: { id: 'me', name: 'Ada' },
  due: '2026-11-23',
  minute: 600,
  minutes: 30,
  state: 'today',
  done_at: null,
  done_on: null,
  outcome: null,
  deal: { id: 'd', name: 'Roof' },
  company: null,
  contact: null,
  email: null,
  phone: null,
}
const same = {
  kind: was.kind,
  subject: 'Ask',
  body: '',
  minutes: 30,
  outcome: '',
  deal: was.deal,
  contact: null,
  owner: was.owner,
  when: { day: '2026-11-23', minute: 600 },
}

test('nothing differs', () => expect(edits(was, same)).toEqual([]))

test('only what differs is sent', () => {
  expect(edits(was, { ...same, subject: 'Ask again', deal: null, when: { day: '2026-11-24', minute: null } })).toEqual([
    { field: 'subject', value: 'Ask again' },
    { field: 'when', value: { day: '2026-11-24', minute: null, minutes: 30 } },
    { field: 'deal', value: null },
  ])
})

test('what is done keeps its day', () => {
  const done = { ...was, done_on: '2026-11-23', state: null }
  expect(edits(done, { ...same, outcome: 'good', when: { day: '2026-12-01', minute: null } })).toEqual([
    { field: 'outcome', value: 'good' },
  ])
})
