import { expect, test } from 'vitest'
import { convertedWords } from './sums'

test('a converted sum names its rates and what it leaves out', () => {
  const used = [{ currency: 'EUR', rate: '1.08', day: '2026-11-23' }]
  const total = { minor: 123_400, currency: 'USD' }
  expect(convertedWords({ total, used, left: [] })).toMatch(/^about \$1,234 at 1 EUR = 1.08 USD of .*2026$/)
  expect(convertedWords({ total, used, left: [{ minor: 5, currency: 'CHF' }] })).toMatch(/, without CHF: no rate$/)
  expect(convertedWords({ total, used: [], left: [] })).toBe('')
})
