/** What a row and its changes are in words: what a screen reader hears, and what stands beside a bar. Pure. */
import type { LinkKind, PlanLink, PlanRow } from '../../../lib/backend'
import { day, plural } from '../../../lib/format'
import { isSummary, spanOf, type Span } from './bars'
import { dayOf } from './days'

const KIND: Record<PlanRow['kind'], string> = { phase: 'Phase', group: 'Group', task: 'Task', milestone: 'Milestone', ticket: 'Ticket' }

/** "3 Mar to 7 Mar", or the one day. */
export function spanWords(span: Span | undefined): string {
  if (!span) return 'no dates'
  const [start, finish] = [day(dayOf(span.start)), day(dayOf(span.finish))]
  return span.start === span.finish ? start : `${start} to ${finish}`
}

/** What is wrong with a row's dates, in few words: beside its bar, and for who can't see the bar. */
export function lateWords(row: PlanRow): string | undefined {
  if (row.done) return undefined
  if (row.overdue) return 'overdue'
  if (row.deadline && row.finish && row.finish > row.deadline) return `after its deadline, ${day(row.deadline)}`
  return undefined
}

export const slackWords = (row: PlanRow): string | undefined =>
  row.total_slack_days === null || row.done ? undefined : `${row.total_slack_days} d slack`

/** "Task Survey, 3 Mar to 7 Mar, 40 percent, critical". */
export function rowWords(row: PlanRow): string {
  const parts = [
    `${KIND[row.kind]} ${row.name}`,
    spanWords(spanOf(row)),
    row.done ? 'done' : row.percent !== null && `${row.percent} percent`,
    row.critical && 'critical',
    !isSummary(row) && lateWords(row),
    row.assignee?.name,
    row.trouble,
  ]
  return parts.filter((part) => part).join(', ')
}

const WAYS: Record<LinkKind, string> = {
  FS: 'starts after the end of',
  SS: 'starts with',
  FF: 'ends with',
  SF: 'ends after the start of',
}

/** "Build starts after the end of Order, 2 working days later". */
export function linkWords(link: Pick<PlanLink, 'kind' | 'lag_days' | 'elapsed'>, from: string, to: string): string {
  const { lag_days: lag, elapsed } = link
  const days = plural(Math.abs(lag), elapsed ? 'day' : 'working day')
  return `${to} ${WAYS[link.kind]} ${from}${lag > 0 ? `, ${days} later` : lag < 0 ? `, ${days} earlier` : ''}`
}

export const says = {
  held: (row: PlanRow, to: Span) => `${row.name}: ${spanWords(to)}. Enter makes the change, Escape puts it back.`,
  cancelled: (row: PlanRow) => `Put ${row.name} back.`,
  unchanged: (row: PlanRow) => `${row.name} stays where it is.`,
  linking: (row: PlanRow) => `Link from ${row.name}. Arrow keys choose what follows it, L changes the kind, Enter links, Escape ends.`,
  target: (from: PlanRow, to: PlanRow, kind: LinkKind) =>
    from.task === to.task
      ? `${from.name}: a task can’t wait for itself.`
      : `${linkWords({ kind, lag_days: 0, elapsed: false }, from.name, to.name)}.`,
  noLinks: (row: PlanRow) => `${row.name} has no links.`,
  link: (words: string, at: number, of: number) => `Link ${at} of ${of}: ${words}. Delete takes it away.`,
}
