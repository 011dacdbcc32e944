import { expect, test } from 'vitest'
import type { Shown } from '../rows'
import { COLUMNS, NAME } from './columns'
import { actionOf } from './keys'

const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})
const group = (open: boolean): Shown => ({ row: { level: 1 }, key: 'g', number: 2, below: true, open }) as unknown as Shown
const at = { line: 1, col: NAME }
const act = (key: string, held: Partial<KeyboardEvent> = {}, here: Shown | undefined = undefined, where = at) =>
  actionOf(press(key, held), where, here, 10, 5, COLUMNS.length)

test('the cursor stays in the table', () => {
  expect(act('ArrowUp', {}, undefined, { line: 0, col: 0 })).toEqual({ what: 'go', line: 0, col: 0 })
  expect(act('PageDown')).toEqual({ what: 'go', line: 4, col: NAME })
  expect(act('End')).toEqual({ what: 'go', line: 1, col: COLUMNS.length - 1 })
  expect(act('End', { ctrlKey: true })).toEqual({ what: 'go', line: 4, col: COLUMNS.length - 1 })
})

test('on the name the arrows open, close and climb; elsewhere they go on', () => {
  expect(act('ArrowRight', {}, group(false))).toEqual({ what: 'fold', open: true })
  expect(act('ArrowRight', {}, group(true))).toEqual({ what: 'go', line: 1, col: NAME + 1 })
  expect(act('ArrowLeft', {}, group(true))).toEqual({ what: 'fold', open: false })
  expect(act('ArrowLeft', {}, group(false))).toEqual({ what: 'parent' })
  expect(act('ArrowLeft', {}, group(true), { line: 1, col: NAME + 1 })).toEqual({ what: 'go', line: 1, col: NAME })
})

test('order and level', () => {
  expect(act('ArrowRight', { altKey: true, shiftKey: true })).toEqual({ what: 'indent' })
  expect(act('ArrowLeft', { altKey: true, shiftKey: true })).toEqual({ what: 'outdent' })
  expect(act('ArrowUp', { altKey: true })).toEqual({ what: 'up' })
  expect(act('ArrowUp', { altKey: true, ctrlKey: true })).toBeUndefined()
})
