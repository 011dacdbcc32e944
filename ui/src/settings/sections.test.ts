import { expect, test } from 'vitest'
import { reading } from './sections'

test('one reads the last section whose heading has come to the upper end', () => {
  expect(reading([0, 400, 900], 600, false)).toBe(0)
  expect(reading([-300, 90, 500], 600, false)).toBe(1)
  expect(reading([-900, -100, 97], 600, false)).toBe(1)
})

test('at the lower end it is the last in sight, however short it is', () => {
  expect(reading([-900, 200, 500], 600, true)).toBe(2)
  expect(reading([-900, 200, 700], 600, true)).toBe(1)
})

test('a section that is not there yet is passed over', () => {
  expect(reading([undefined, undefined], 600, false)).toBe(0)
  expect(reading([-10, undefined, 300], 600, false)).toBe(0)
})
