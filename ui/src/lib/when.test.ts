import { expect, test } from 'vitest'
import { parseWhen } from './when'

const TODAY = '2026-11-22' // a Sunday

test.each([
  ['fri 10', '2026-11-27', 600],
  ['Fri', '2026-11-27', null],
  ['tomorrow 14:30', '2026-11-23', 870],
  ['on fri at 9', '2026-11-27', 540],
  ['28.11. 9.15', '2026-11-28', 555],
  ['+2w 3pm', '2026-12-06', 900],
  ['today 3 pm', '2026-11-22', 900],
  ['dec 24', '2026-12-24', null],
  ['dec 24 12am', '2026-12-24', 0],
  ['28 nov 10', '2026-11-28', 600],
  ['28 nov 2027', '2027-11-28', null],
  ['28 nov 26', '2026-11-28', null],
  ['3 days', '2026-11-25', null],
  ['14:00', '2026-11-22', 840],
  ['at 10', '2026-11-22', 600],
  ['10.11', '2027-11-10', null],
  ['fri 0930', '2026-11-27', 570],
  ['next fri 16h', '2026-11-27', 960],
])('%s', (typed, day, minute) => expect(parseWhen(typed, TODAY, 'dmy')).toEqual({ day, minute }))

test.each(['', '10', 'fri 25', 'fri 10:75', 'soon', '31.2. 10', 'fri 13pm', 'hansen fri'])('%s can’t be told', (typed) =>
  expect(parseWhen(typed, TODAY, 'dmy')).toBeUndefined(),
)
