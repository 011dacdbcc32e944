import { describe, expect, it } from 'vitest'
import type { Handoff, HandoffClock } from '../lib/backend'
import { clockWords, standing, tone } from './words'

const handoff = (state: Handoff['state'], after: Partial<Handoff['after']>, project = true) =>
  ({ state, project: project ? { id: 'p', name: 'P' } : null, after: { still_won: true, acceptance: null, ...after } }) as Handoff
const clock = (part: Partial<HandoffClock>): HandoffClock => ({
  state: 'running',
  spent_minutes: 360,
  target_minutes: 960,
  pace: 'fine',
  due: '2026-11-24',
  due_minute: 630,
  ...part,
})

describe('a handoff in words', () => {
  it('says what delivery said', () => {
    expect(standing(handoff('delivered', { acceptance: 'waiting' }))).toBe('waits to be accepted')
    expect(standing(handoff('delivered', { acceptance: 'returned' }))).toBe('sent back')
    expect(standing(handoff('delivered', {}))).toBe('project created')
    expect(standing(handoff('delivered', {}, false))).toBe('project deleted')
    expect(standing(handoff('delivered', { acceptance: 'accepted', still_won: false }))).toBe('the deal is not won any more')
    expect(standing(handoff('parked', {}))).toBe('needs help')
  })
  it('has a tone for each', () => {
    expect([
      tone(handoff('parked', {})),
      tone(handoff('delivered', { acceptance: 'accepted' })),
      tone(handoff('delivered', { acceptance: 'returned' })),
      tone(handoff('pending', {})),
    ]).toEqual(['bad', 'good', 'warn', 'quiet'])
  })
  it('says a clock with its target and when it is used up', () => {
    expect(clockWords(clock({}))).toMatch(/^6 h of 16 h, due .*10:30$/)
    expect(clockWords(clock({ pace: 'late' }))).toContain('was due')
    expect(clockWords(clock({ state: 'paused' }))).toMatch(/, paused$/)
    expect(clockWords(clock({ state: 'stopped' }))).toBe('6 h of 16 h, in time')
    expect(clockWords(clock({ target_minutes: null, due: null, due_minute: null }))).toBe('6 h')
  })
})
