import { expect, test } from 'vitest'
import type { TemplateSpan } from '../lib/backend'
import { nearest } from './reorder.svelte'
import { barOf, linkPath, reachOf, rulerOf, spokenSpan, spokenStart } from './timeline'

const span = (key: string, start: number, days: number, who: string | null = null): TemplateSpan => ({
  key,
  start,
  days,
  pushed_by: null,
  who,
  who_why: '',
})

test('all days fit, day 0 is in sight and the ticks have room', () => {
  for (const spans of [[], [span('a', 4, 2)], [span('a', -30, 2), span('b', 700, 40)]]) {
    const ruler = rulerOf(spans, 500)
    expect(ruler.x(ruler.from)).toBeGreaterThanOrEqual(0)
    expect(ruler.x(ruler.to)).toBeLessThanOrEqual(500)
    expect(ruler.ticks).toContain(0)
    const gaps = ruler.ticks.slice(1).map((tick, i) => ruler.x(tick) - ruler.x(ruler.ticks[i]!))
    expect(Math.min(60, ...gaps)).toBeGreaterThanOrEqual(44)
  }
})

test('a bar is never too thin to hit', () => {
  const spans = [span('a', 0, 1), span('b', 3000, 1)]
  expect(barOf(spans[0]!, rulerOf(spans, 400)).width).toBe(4)
})

test('links turn between the rows when there is no room before the bar', () => {
  expect(linkPath({ x: 10, y: 15 }, { x: 40, y: 45 }, 'FS')).toBe('M10 15H16V45H40')
  expect(linkPath({ x: 40, y: 15 }, { x: 40, y: 75 }, 'FS')).toBe('M40 15H46V60H34V75H40')
  expect(linkPath({ x: 40, y: 75 }, { x: 40, y: 15 }, 'FS')).toBe('M40 75H46V30H34V15H40')
  expect(linkPath({ x: 20, y: 15 }, { x: 40, y: 45 }, 'SS')).toBe('M20 15H14V45H40')
  expect(linkPath({ x: 20, y: 15 }, { x: 40, y: 45 }, 'FF')).toBe('M20 15H46V45H40')
  expect(linkPath({ x: 20, y: 15 }, { x: 40, y: 45 }, 'SF')).toBe('M20 15H14V30H46V45H40')
})

test('bars are said with person, day and length', () => {
  expect(spokenSpan('Kickoff', span('a', 3, 2, 'Ada'))).toBe('Kickoff, Ada: day 3 after the win, for 2 working days')
  expect(spokenSpan('Done', span('a', 0, 0))).toBe('Done: the day of the win, a milestone')
  expect(spokenStart(span('a', 5, 1), 2, 'Kickoff')).toBe('Starts on day 5 after the win, not on day 2: it waits for “Kickoff”.')
  expect(spokenStart(span('a', -2, 1), -2, undefined)).toBe('Starts on day 2 before the win.')
})

test('a phase reaches from its first start to its last end', () => {
  const spans = new Map([span('a', 1, 2), span('b', -1, 1)].map((one) => [one.key, one]))
  expect(reachOf(['a', 'b', 'new'], spans)).toEqual({ start: -1, end: 3 })
  expect(reachOf([], spans)).toBeUndefined()
})

test('a drop goes to the nearest gap', () => {
  const slots = [10, 40, 70].map((y, index) => ({ phase: 0, index, y }))
  expect([0, 24, 26, 99].map((y) => nearest(slots, y)?.index)).toEqual([0, 0, 1, 2])
  expect(nearest([], 5)).toBeUndefined()
})
