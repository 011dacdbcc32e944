import { expect, test } from 'vitest'
import { understand } from './say'

const TODAY = '2026-11-22' // a Sunday

test.each([
  ['call hansen fri 10', 'call', 'hansen', '2026-11-27', 600],
  ['Call Ida Hansen', 'call', 'Ida Hansen', TODAY, null],
  ['meet with Hotel Adler tomorrow at 14:30', 'meeting', 'Hotel Adler', '2026-11-23', 870],
  ['mail to müller 28.11.', 'email', 'müller', '2026-11-28', null],
  ['todo block c +2w', 'todo', 'block c', '2026-12-06', null],
  ['call quay 3 fri', 'call', 'quay 3', '2026-11-27', null],
  ['call hansen at 10', 'call', 'hansen', TODAY, 600],
  ['call may 5', 'call', 'may 5', TODAY, null],
  ['call hansen may 5', 'call', 'hansen', '2027-05-05', null],
  ['write marten friday 9am', 'email', 'marten', '2026-11-27', 540],
])('%s', (typed, kind, name, day, minute) => expect(understand(typed, TODAY, 'dmy')).toEqual({ kind, name, when: { day, minute } }))

test.each(['hansen fri 10', 'call', 'call  ', 'callow hansen', '', 'call –'])('%s is no such thing', (typed) =>
  expect(understand(typed, TODAY, 'dmy')).toBeUndefined(),
)
