import { expect, test } from 'vitest'
import { dueWords, plans } from './words'

const today = '2026-11-23'

test('a due day is told from today', () => {
  const said = (due: string, minute: number | null, state: 'overdue' | 'today' | 'later') => dueWords({ due, minute, state }, today)
  expect(said('2026-11-22', null, 'overdue')).toBe('1 day late')
  expect(said('2026-11-20', 600, 'overdue')).toBe('3 days late')
  expect(said(today, null, 'today')).toBe('today')
  expect(said(today, 870, 'today')).toMatch(/^today .*30/)
  expect(said('2026-11-24', null, 'later')).toBe('tomorrow')
  expect(said('2026-12-02', null, 'later')).toBe('Wed, Dec 2')
})

test('a call with a day ahead is planned, one without has happened', () => {
  expect(plans('call', false, undefined, today)).toBe(false)
  expect(plans('call', false, { day: '2026-11-22', minute: null }, today)).toBe(false)
  expect(plans('call', false, { day: today, minute: null }, today)).toBe(true)
  expect(plans('todo', true, undefined, today)).toBe(true)
  expect(plans('note', false, { day: '2026-12-01', minute: null }, today)).toBe(false)
})
