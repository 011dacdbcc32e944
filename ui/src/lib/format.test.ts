import { expect, test } from 'vitest'
import { known } from './format'

test('a system without a language does not empty the window', () => {
  expect(['C', 'C.UTF-8', '', 'de_DE', 'pt-BR'].map(known)).toEqual(['en', 'en', 'en', 'en', 'pt-BR'])
})
