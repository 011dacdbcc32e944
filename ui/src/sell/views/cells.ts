/** Cells of the table: what they show and how what is typed into them is saved, by the same commands as everywhere. */
import { parseAmount } from '../../lib/amount'
import { act } from '../../lib/act'
import { commands, type DealEdit, type DealField, type DealRow, type Pipeline } from '../../lib/backend'
import { day, exponent, money, number } from '../../lib/format'
import { notifyError } from '../../lib/notices.svelte'
import type { Choice } from '../../shared/Combobox.svelte'
import { refOf } from '../choices'
import { moveDeal } from '../moves.svelte'
import { WORDS } from './fields'

export function shown(row: DealRow, key: DealField): string {
  switch (key) {
    case 'amount':
      return row.amount === null ? '' : money(row.amount, row.currency)
    case 'close_date':
      return row.close_date ? day(row.close_date) : ''
    case 'next_step':
      return row.next_step ? day(row.next_step) : ''
    case 'created':
      return day(row.created)
    case 'probability':
      return `${row.probability} %`
    case 'stage_days':
    case 'quiet_days':
      return number(row[key])
    case 'company':
    case 'contact':
    case 'owner':
    case 'product':
    case 'lost_reason':
    case 'stage':
    case 'pipeline':
      return row[key]?.name ?? ''
    case 'kind':
    case 'forecast':
      return new Map(WORDS[key]).get(row[key]) ?? row[key]
    case 'words':
      return row.name
    default:
      return row[key] ?? ''
  }
}

const edit = async (row: DealRow, change: DealEdit) => !!(await act(commands.editDeal(row.id, change)))

export async function saveText(row: DealRow, key: DealField, text: string): Promise<boolean> {
  if (key === 'name') return edit(row, { field: 'name', value: text })
  if (key === 'source') return edit(row, { field: 'source', value: text.trim() || null })
  const minor = text.trim() ? parseAmount(text, exponent(row.currency)) : null
  if (minor === undefined) {
    notifyError({ code: 'invalid', message: `“${text}” is not an amount. The amount was left as it was.`, missing: [] })
    return false
  }
  return edit(row, { field: 'amount', value: minor === null ? null : { minor, currency: row.currency } })
}

export const saveDay = (row: DealRow, value: string | null): Promise<boolean> => edit(row, { field: 'close_date', value })

export function saveChoice(row: DealRow, key: DealField, choice: Choice | null): Promise<boolean> {
  if (key === 'owner') return edit(row, { field: 'owner', value: choice && 'id' in choice ? choice.id : null })
  return edit(row, { field: key as 'company' | 'contact' | 'product', value: refOf(choice) })
}

/** Won and lost stages open their sheets, as a drop does. */
export async function saveStage(row: DealRow, pipelines: readonly Pipeline[], stage: string): Promise<void> {
  const stages = pipelines.find((pipeline) => pipeline.id === row.pipeline.id)?.stages ?? []
  const to = stages.find((candidate) => candidate.id === stage)
  if (to)
    await moveDeal(
      row,
      to,
      undefined,
      stages.find((candidate) => candidate.id === row.stage.id),
    ).catch(notifyError)
}
