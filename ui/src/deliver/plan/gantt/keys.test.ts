import { expect, test } from 'vitest'
import { actionOf, type Here } from './keys'

const here: Here = { line: 4, total: 10, page: 5, below: false, open: false, level: 1 }
const press = (key: string, held: Partial<KeyboardEvent> = {}, at: Partial<Here> = {}, holding = false) =>
  actionOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }, { ...here, ...at }, holding)

test('rows', () => {
  expect(press('ArrowDown')).toEqual({ what: 'go', line: 5 })
  expect(press('PageDown')).toEqual({ what: 'go', line: 9 })
  expect(press('ArrowRight', {}, { below: true })).toEqual({ what: 'fold', open: true })
  expect(press('ArrowLeft', {}, { below: true, open: true })).toEqual({ what: 'fold', open: false })
  expect(press('ArrowLeft')).toEqual({ what: 'parent' })
})

test('bars', () => {
  expect(press('ArrowRight', { shiftKey: true })).toEqual({ what: 'shift', grip: 'move', by: 1 })
  expect(press('ArrowLeft', { shiftKey: true, ctrlKey: true })).toEqual({ what: 'shift', grip: 'end', by: -1 })
  expect(press('ArrowLeft', { shiftKey: true, altKey: true })).toEqual({ what: 'shift', grip: 'start', by: -1 })
  expect(press('Enter')).toEqual({ what: 'open' })
  expect(press('Enter', {}, {}, true)).toEqual({ what: 'confirm' })
  expect(press('Escape', {}, {}, true)).toEqual({ what: 'cancel' })
  expect(press('Escape')).toBeUndefined()
})

test('keys of the window stay its own', () => {
  expect(press('z', { ctrlKey: true })).toBeUndefined()
  expect(press('+', { ctrlKey: true })).toBeUndefined()
  expect(press('+', { shiftKey: true })).toEqual({ what: 'zoom', by: 1 })
})
