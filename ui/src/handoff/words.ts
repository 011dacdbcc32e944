import type { HandoffState } from '../lib/backend'

/** The states of a handoff as a person would say them. */
export const stateWords: Record<HandoffState, string> = {
  pending: 'project will be created',
  parked: 'needs help',
  delivered: 'project created',
  cancelled: 'cancelled',
  reversed: 'taken back',
}
