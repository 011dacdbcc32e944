import { expect, test } from 'vitest'
import { actionOf, type At } from './keys'

const press = (key: string, at: At, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) =>
  actionOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }, at, 10, 100)

test('arrows move, with Shift they stretch, the head is above the first line', () => {
  expect(press('ArrowUp', { line: 0, col: 2 })).toEqual({ what: 'go', line: -1, col: 2 })
  expect(press('ArrowDown', { line: 4, col: 2 }, { shiftKey: true })).toEqual({ what: 'stretch', line: 5 })
  expect(press('ArrowDown', { line: -1, col: 2 }, { shiftKey: true })).toEqual({ what: 'go', line: 0, col: 2 })
  expect(press('PageUp', { line: 4, col: 2 })).toEqual({ what: 'go', line: 0, col: 2 })
  expect(press('End', { line: 4, col: 2 }, { ctrlKey: true })).toEqual({ what: 'go', line: 99, col: Infinity })
})

test('Enter edits, Ctrl Enter opens, Space selects, letters stay with the window', () => {
  const at = { line: 1, col: 1 }
  expect(press('Enter', at)).toEqual({ what: 'enter' })
  expect(press('Enter', at, { metaKey: true })).toEqual({ what: 'open' })
  expect(press(' ', at)).toEqual({ what: 'tick' })
  expect(press('n', at)).toBeUndefined()
  expect(press('ArrowDown', at, { altKey: true })).toBeUndefined()
})
