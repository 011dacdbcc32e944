import { expect, test } from 'vitest'
import { sizeOf } from './files'

test('sizes are said as people say them', () => {
  expect([0, 999, 1000, 840_400, 999_600, 3_100_000].map(sizeOf)).toEqual(['0 B', '999 B', '1 kB', '840 kB', '1.0 MB', '3.1 MB'])
})
