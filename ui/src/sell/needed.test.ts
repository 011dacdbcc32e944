import { expect, test } from 'vitest'
import type { HandselError } from '../lib/backend'
import { answerable, edits, noAnswers, stillMissing } from './needed'

const asks = (...fields: string[]) => fields.map((field) => ({ field, label: field }))
const refusal = (code: HandselError['code'], ...fields: string[]): HandselError => ({ code, message: '', missing: asks(...fields) })

test('only a gate whose fields can be filled opens the sheet', () => {
  expect(answerable(refusal('gate', 'company', 'close_date'))).toBe(true)
  expect(answerable(refusal('gate', 'amount_from'))).toBe(false)
  expect(answerable(refusal('gate', 'deals_go_to', 'company'))).toBe(false)
  expect(answerable(refusal('gate'))).toBe(false)
})

test('bad input: a stage deleted while a deal is dragged opens no sheet, it is said', () =>
  expect(answerable(refusal('not_found'))).toBe(false))

test('a next step is asked for, and answered once it has a day', () => {
  expect(answerable(refusal('gate', 'next_step'))).toBe(true)
  const missing = asks('next_step')
  const step = { kind: 'meeting' as const, subject: ' Site visit ', when: null }
  expect(stillMissing(missing, { ...noAnswers(), step }, 'EUR')).toEqual(missing)
  const answers = { ...noAnswers(), step: { ...step, when: { day: '2026-11-27', minute: 600 } } }
  expect(edits(missing, answers, 'EUR')).toEqual([
    { field: 'next_step', value: { kind: 'meeting', subject: 'Site visit', due: '2026-11-27', minute: 600 } },
  ])
  expect(stillMissing(missing, answers, 'EUR')).toEqual([])
})

test('answers become edits, in the order asked for; what was left empty stays missing', () => {
  const missing = asks('close_date', 'company', 'amount', 'source', 'lines')
  const answers = { ...noAnswers(), company: { name: 'Adler' }, amount: 0, source: '  ' }
  expect(edits(missing, answers, 'EUR')).toEqual([
    { field: 'company', value: { name: 'Adler' } },
    { field: 'amount', value: { minor: 0, currency: 'EUR' } },
  ])
  expect(stillMissing(missing, answers, 'EUR').map((one) => one.field)).toEqual(['close_date', 'source', 'lines'])
  const all = { ...answers, close_date: '2026-12-24', source: 'fair', lines: true }
  expect(stillMissing(missing, all, 'EUR')).toEqual([])
})
