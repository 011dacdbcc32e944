import { expect, test } from 'vitest'
import { linkWords } from './words'

test('the usual link needs no word', () => {
  expect([linkWords('FS', 0), linkWords('FS', 2), linkWords('SS', 0), linkWords('FF', -1)]).toEqual(['', '+2 d', 'SS', 'FF −1 d'])
})
