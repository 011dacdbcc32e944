/** Addresses as they are written on an envelope. */
import type { Address, AddressKind } from '../../lib/backend'

export const KINDS: { key: AddressKind; label: string }[] = [
  { key: 'postal', label: 'Postal' },
  { key: 'billing', label: 'Billing' },
  { key: 'site', label: 'Site' },
]

/** Street, then postcode and city, then region and country; what is empty is left out. */
export function addressLines(address: Pick<Address, 'street' | 'postcode' | 'city' | 'region' | 'country'>): string[] {
  const { street, postcode, city, region, country } = address
  const joined = (parts: (string | null)[], by: string) => parts.filter((part) => part).join(by)
  return [street ?? '', joined([postcode, city], ' '), joined([region, country], ', ')].filter((line) => line)
}
