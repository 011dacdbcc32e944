/** Offers in words. Pure. */
import { dayWithYear } from '../../lib/format'
import type { Offer, OfferState } from '../../lib/backend'

export const called = (offer: Offer): string =>
  `Offer ${String(offer.number).padStart(4, '0')}${offer.version > 1 ? ` version ${offer.version}` : ''}`

/** "Sent 2 Nov 2026 · valid until 16 Nov 2026 · the deal’s lines have changed since". */
export function standing(offer: Offer): string {
  const on = (day: string | null) => (day ? ` ${dayWithYear(day)}` : '')
  const words: Record<OfferState, string> = {
    draft: 'Draft',
    sent: `Sent${on(offer.sent_on)}`,
    accepted: `Accepted${on(offer.decided_on)}`,
    declined: `Declined${on(offer.decided_on)}`,
  }
  const parts = [words[offer.state]]
  if (offer.state === 'draft' || offer.state === 'sent') {
    const until = offer.content.valid_until
    if (offer.expired) parts.push(`ended${on(until)}`)
    else if (until) parts.push(`valid until${on(until)}`)
  }
  if (!offer.newest) parts.push('there is a newer version')
  else if (offer.outdated && offer.state !== 'declined') parts.push('the deal’s lines have changed since')
  return parts.join(' · ')
}

/** What may be said of an offer next, in the order of a menu. */
export function next(offer: Offer): { state: OfferState; label: string }[] {
  if (offer.state === 'draft') return [{ state: 'sent', label: 'It was sent' }]
  if (offer.state !== 'sent') return []
  return [
    { state: 'accepted', label: 'It was accepted' },
    { state: 'declined', label: 'It was declined' },
  ]
}
