/** Who sits here, what is open, and what the device remembers. */
import { commands, type HandselError, type Person, type Preferences, type Session } from '../bindings'
import { asError } from './backend'
import { watch } from './live.svelte'
import { notify, notifyError } from './notices.svelte'

let data = $state.raw<Session>()
let error = $state.raw<HandselError>()
let preferences = $state.raw<Preferences>({
  theme: 'system',
  zoom: 100,
  letter_shortcuts: true,
  shortcuts: {},
  rail_collapsed: false,
  reminders: true,
  background: false,
  last_route: null,
  views: {},
})

export const session = {
  get data(): Session | undefined {
    return data
  },
  get error(): HandselError | undefined {
    return error
  },
  get me(): Person | null {
    return data?.me ?? null
  },
  get currency(): string {
    return data?.currency ?? 'EUR'
  },
  get preferences(): Preferences {
    return preferences
  },
}

export async function lookAgain(): Promise<void> {
  try {
    const answer = await commands.session()
    const before = data?.handoffs_needing_help
    if (!data || answer.rev >= data.rev) data = answer
    if (before !== undefined && answer.handoffs_needing_help > before)
      notify('A handoff needs help: its deal is won, and nothing is lost.', [
        { label: 'Show handoffs', run: () => void (location.hash = '#/handoffs'), stays: true },
      ])
    error = undefined
  } catch (thrown) {
    error = asError(thrown)
  }
}

/** Call once at start. */
export async function openSession(): Promise<void> {
  const remembered = await commands.preferences().catch(() => undefined)
  if (remembered) preferences = remembered
  showTheme()
  await lookAgain()
  watch(
    [
      'activities',
      'deals',
      'leads',
      'people',
      'projects',
      'tasks',
      'handoffs',
      'firm',
      'templates',
      'pipelines',
      'companies',
      'contacts',
      'products',
    ],
    () => void lookAgain(),
  )
}

/** Applies at once and is remembered on this device. */
export async function prefer(change: Partial<Preferences>): Promise<void> {
  preferences = { ...preferences, ...change }
  showTheme()
  await commands.savePreferences(preferences).catch(notifyError)
}

/** The sizes offered, in percent. */
export const ZOOMS = [75, 90, 100, 110, 125, 150, 175, 200, 250]

/** The next size up (1), down (-1), or the normal one (0). */
export function zoom(by: 1 | -1 | 0): void {
  const now = preferences.zoom
  const next = by === 0 ? 100 : by > 0 ? ZOOMS.find((size) => size > now) : ZOOMS.findLast((size) => size < now)
  if (next && next !== now) void prefer({ zoom: next })
}

export async function actAs(person: string | null): Promise<void> {
  await commands.chooseMe(person).catch(notifyError)
  await lookAgain()
}

function showTheme() {
  if (preferences.theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = preferences.theme
}
