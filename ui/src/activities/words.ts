/** How activities are spoken of. Pure. */
import type { About, ActivityKind, DueState, NewActivity } from '../lib/backend'
import { locale, plural, weekday } from '../lib/format'
import type { When } from '../lib/when'

export const kindWord: Record<ActivityKind, string> = {
  call: 'Call',
  meeting: 'Meeting',
  email: 'E-mail',
  todo: 'To-do',
  note: 'Note',
}

const clockFormat = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })

const hourFormat = new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' })

/** A full hour as a calendar's edge names it: "10 AM", "10 Uhr", "10". */
export function hourOf(hour: number): string {
  return hourFormat.format(hour * 3_600_000)
}

/** Minutes since midnight as a time of day. */
export function clock(minute: number): string {
  return clockFormat.format(minute * 60_000)
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

type Due = { due: string; minute: number | null; state: DueState }

/** "3 days late", "today 14:30", "tomorrow", "Wed, Dec 2". */
export function dueWords({ due, minute, state }: Due, today: string): string {
  const days = daysBetween(today, due)
  if (state === 'overdue') return `${plural(-days, 'day')} late`
  const day = state === 'today' ? 'today' : days === 1 ? 'tomorrow' : weekday(due)
  return minute === null ? day : `${day} ${clock(minute)}`
}

/** What the person reads back while typing: "Fri, Nov 27 10:00". */
export function whenWords(when: When): string {
  return [weekday(when.day), when.minute === null ? '' : clock(when.minute)].filter((word) => word).join(' ')
}

/** What is written down is a plan when a day from today on stands beside it, or when it is a next step; else it has happened. */
export function plans(kind: ActivityKind, step: boolean, when: When | undefined, today: string): boolean {
  return kind !== 'note' && (step || (when !== undefined && when.day >= today))
}

/** An activity that says no more than this. */
export function draftOf(kind: ActivityKind, about?: About): NewActivity {
  return {
    kind,
    subject: '',
    body: null,
    owner: null,
    due: null,
    minute: null,
    minutes: null,
    done: false,
    outcome: null,
    deal: about?.kind === 'deal' ? about.id : null,
    company: about?.kind === 'company' ? about.id : null,
    contact: about?.kind === 'contact' ? about.id : null,
  }
}
