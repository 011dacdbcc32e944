import { expect, test } from 'vitest'
import { offered, takers } from './pairing'

const stage = (id: string, name: string, kind: 'open' | 'won' | 'lost' = 'open') => ({ id, name, kind })
const there = [stage('a', 'First'), stage('b', 'Proposal'), stage('w', 'Won', 'won'), stage('l', 'Lost', 'lost')]

test('deals go to a stage of the same kind: the one of the same name, else the first', () => {
  expect(offered(stage('x', ' proposal'), there)).toBe('b')
  expect(offered(stage('x', 'Negotiation'), there)).toBe('a')
  expect(offered(stage('x', 'First', 'lost'), there)).toBe('l')
  expect(takers(stage('x', 'Signed', 'won'), there).map((one) => one.id)).toEqual(['w'])
})

test('where there is none of the kind nothing is offered', () =>
  expect(offered(stage('x', 'Won', 'won'), there.slice(0, 2))).toBeUndefined())
