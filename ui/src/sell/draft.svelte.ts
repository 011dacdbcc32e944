/** A half-typed deal: kept when the form is left, so that nothing typed is lost. */
import type { Choice } from '../shared/Combobox.svelte'

type Draft = {
  name: string
  company: Choice | null
  contact: Choice | null
  product: Choice | null
  amount: number | null
  close_date: string | null
  source: string
}
const nothing = (): Draft => ({ name: '', company: null, contact: null, product: null, amount: null, close_date: null, source: '' })

export const draft = $state<Draft>(nothing())

export function emptyDraft(): void {
  Object.assign(draft, nothing())
}
