import { expect, test } from 'vitest'
import { addressLines } from './address'

test('an address leaves out what is not there', () => {
  const none = { street: null, postcode: null, city: null, region: null, country: null }
  expect(addressLines(none)).toEqual([])
  expect(addressLines({ ...none, city: 'Husum' })).toEqual(['Husum'])
  const all = { street: 'Hafen 2', postcode: '25813', city: 'Husum', region: 'SH', country: 'Germany' }
  expect(addressLines(all)).toEqual(['Hafen 2', '25813 Husum', 'SH, Germany'])
})
