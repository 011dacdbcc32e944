/** How leads are spoken of. */
import type { LeadRow, LeadStatus } from '../../lib/backend'

export const statusWords: Record<LeadStatus, string> = {
  new: 'New',
  contacted: 'Contacted',
  qualified: 'Qualified',
  disqualified: 'Disqualified',
}
/** In the order of Rust's counts. */
export const statuses: LeadStatus[] = ['new', 'contacted', 'qualified', 'disqualified']

/** A time that passed, in the unit a person would use: "12 min", "3 h", "5 days". */
export function lasting(minutes: number): string {
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  if (hours < 48) return `${hours} h`
  return `${Math.round(hours / 24)} days`
}

/** "answered after 3 h", "waiting for 2 days". */
export function answered(lead: Pick<LeadRow, 'touched_after' | 'waiting'>): string {
  if (lead.touched_after !== null) return lead.touched_after < 1 ? 'answered at once' : `answered after ${lasting(lead.touched_after)}`
  if (lead.waiting !== null) return lead.waiting < 1 ? 'just came in' : `waiting for ${lasting(lead.waiting)}`
  return ''
}
