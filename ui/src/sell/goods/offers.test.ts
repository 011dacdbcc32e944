import { expect, test } from 'vitest'
import type { Offer } from '../../lib/backend'
import { called, next, standing } from './offers'

const offer = (part: Partial<Offer>): Offer => ({
  id: 'o',
  deal: { id: 'd', name: 'Hotel roof' },
  number: 7,
  version: 1,
  state: 'sent',
  sent_on: '2026-11-02',
  decided_on: null,
  newest: true,
  expired: false,
  outdated: false,
  content: {
    firm: { name: 'Firm', address: null },
    customer: { name: 'Adler', address: null },
    subject: 'Hotel roof',
    contact: null,
    dated: '2026-11-02',
    valid_until: '2026-11-16',
    currency: 'EUR',
    intro: null,
    terms: null,
    lines: [],
    totals: { once: 0, recurring: [], total: 0 },
  },
  ...part,
})

test('an offer says where it stands', () => {
  expect(standing(offer({}))).toBe('Sent Nov 2, 2026 · valid until Nov 16, 2026')
  expect(standing(offer({ expired: true, outdated: true }))).toBe(
    'Sent Nov 2, 2026 · ended Nov 16, 2026 · the deal’s lines have changed since',
  )
  expect(standing(offer({ state: 'accepted', decided_on: '2026-11-05', newest: false }))).toBe(
    'Accepted Nov 5, 2026 · there is a newer version',
  )
})

test('a version is named from the second on', () => {
  expect(called(offer({}))).toBe('Offer 0007')
  expect(called(offer({ number: 12_345, version: 3 }))).toBe('Offer 12345 version 3')
})

test('an answered offer has no next state', () => {
  expect(next(offer({})).map((one) => one.state)).toEqual(['accepted', 'declined'])
  expect(next(offer({ state: 'draft' })).map((one) => one.state)).toEqual(['sent'])
  expect(next(offer({ state: 'accepted' }))).toEqual([])
})
