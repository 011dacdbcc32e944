/** What a gate before a stage asks for, and the edits that answer it. Pure. */
import type { ActivityKind, DealEdit, HandselError, Missing } from '../lib/backend'
import type { When } from '../lib/when'
import type { Choice } from '../shared/Combobox.svelte'

/** The fields that the small sheet can ask for. */
export const ASKABLE = [
  'company',
  'contact',
  'owner',
  'amount',
  'close_date',
  'promise',
  'product',
  'lines',
  'next_step',
  'source',
  'notes',
] as const
export type Askable = (typeof ASKABLE)[number]

export type Answers = {
  company: Choice | null
  contact: Choice | null
  owner: Choice | null
  product: Choice | null
  amount: number | null
  close_date: string | null
  promise: string | null
  source: string
  notes: string
  /** Whether a line was added from the sheet. */
  lines: boolean
  /** What comes next, once it has a day. */
  step: { kind: Exclude<ActivityKind, 'note'>; subject: string; when: When | null }
}

export const noAnswers = (): Answers => ({
  company: null,
  contact: null,
  owner: null,
  product: null,
  amount: null,
  close_date: null,
  promise: null,
  source: '',
  notes: '',
  lines: false,
  step: { kind: 'call', subject: '', when: null },
})

/** Whether a refusal can be answered by filling fields in. */
export function answerable(error: HandselError): boolean {
  return (
    error.code === 'gate' && error.missing.length > 0 && error.missing.every((one) => (ASKABLE as readonly string[]).includes(one.field))
  )
}

const ref = (choice: Choice) => ('id' in choice ? { id: choice.id } : { name: choice.name })

/** The edits that fill what was missing, in the order asked for. */
export function edits(missing: readonly Missing[], answers: Answers, currency: string): DealEdit[] {
  return missing.flatMap(({ field }): DealEdit[] => {
    switch (field as Askable) {
      case 'company':
        return answers.company ? [{ field: 'company', value: ref(answers.company) }] : []
      case 'contact':
        return answers.contact ? [{ field: 'contact', value: ref(answers.contact) }] : []
      case 'owner':
        return answers.owner && 'id' in answers.owner ? [{ field: 'owner', value: answers.owner.id }] : []
      case 'product':
        return answers.product ? [{ field: 'product', value: ref(answers.product) }] : []
      case 'amount':
        return answers.amount === null ? [] : [{ field: 'amount', value: { minor: answers.amount, currency } }]
      case 'close_date':
        return answers.close_date ? [{ field: 'close_date', value: answers.close_date }] : []
      case 'promise':
        return answers.promise ? [{ field: 'promise', value: answers.promise }] : []
      case 'next_step': {
        const { kind, subject, when } = answers.step
        return when ? [{ field: 'next_step', value: { kind, subject: subject.trim(), due: when.day, minute: when.minute } }] : []
      }
      case 'source':
        return answers.source.trim() ? [{ field: 'source', value: answers.source.trim() }] : []
      case 'notes':
        return answers.notes.trim() ? [{ field: 'notes', value: answers.notes.trim() }] : []
      default:
        return []
    }
  })
}

/** What is still missing once these answers are given. */
export function stillMissing(missing: readonly Missing[], answers: Answers, currency: string): Missing[] {
  const filled = new Set(edits(missing, answers, currency).map((edit) => edit.field as string))
  return missing.filter(({ field }) => !(field === 'lines' ? answers.lines : filled.has(field)))
}
