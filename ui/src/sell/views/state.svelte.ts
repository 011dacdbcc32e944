/** Which view of the deals is open, and what was changed of it since it was saved. Kept on this device, so that it survives a restart. */
import { commands, type DealField, type DealView, type SavedDealView } from '../../lib/backend'
import { untrack } from 'svelte'
import { act } from '../../lib/act'
import { beforeClosing } from '../../lib/closing'
import { prefer, session } from '../../lib/session.svelte'
import { USUAL } from './fields'

/** `all`, `mine`, or the id of a saved view. */
export type Tab = string
type Kept = { tab: Tab; drafts: Record<Tab, DealView> }

const KEY = 'pipeline'
const PAUSE_MS = 400
const ALL: DealView = { layout: 'board', query: { pipeline: null, filter: { all: [] }, sort: [], group: null }, columns: [] }
const MINE: DealView = { ...ALL, query: { ...ALL.query, filter: { all: [{ is: { field: 'owner', op: 'is', value: 'me' } }] } } }

let tab = $state<Tab>('all')
let drafts = $state.raw<Record<Tab, DealView>>({})
let saved = $state.raw<SavedDealView[]>([])
let text = $state('')
let opened = false
let waiting: ReturnType<typeof setTimeout> | undefined

function base(of: Tab): DealView | undefined {
  if (of === 'all') return ALL
  if (of === 'mine') return MINE
  return saved.find((view) => view.id === of)?.view ?? undefined
}

function remember() {
  clearTimeout(waiting)
  waiting = setTimeout(() => void flush(), PAUSE_MS)
}

/** Keeps what was changed and not yet kept: after the pause, or at once when the window closes. */
async function flush(): Promise<void> {
  if (waiting === undefined) return
  clearTimeout(waiting)
  waiting = undefined
  await prefer({ views: { ...session.preferences.views, [KEY]: JSON.stringify({ tab, drafts }) } })
}
beforeClosing(flush)

/** Takes up what this device remembers; once, when the screen is first opened. */
export function openView(): void {
  if (opened) return
  opened = true
  try {
    const kept = JSON.parse(session.preferences.views?.[KEY] ?? '{}') as Partial<Kept>
    tab = kept.tab ?? 'all'
    drafts = kept.drafts ?? {}
  } catch {
    // What can't be read is forgotten: the usual view opens.
  }
}

/** The views that are saved now. One that is gone leaves its tab for the first one. */
export function takeSaved(views: SavedDealView[]): void {
  saved = views
  if (untrack(() => gone(views))) viewing.open('all')
}

function gone(views: SavedDealView[]): boolean {
  return tab !== 'all' && tab !== 'mine' && !views.some((view) => view.id === tab)
}

export const viewing = {
  get tab(): Tab {
    return tab
  },
  get saved(): SavedDealView[] {
    return saved
  },
  /** The saved view that is open, if it is one. */
  get chosen(): SavedDealView | undefined {
    return saved.find((view) => view.id === tab)
  },
  get view(): DealView {
    return drafts[tab] ?? base(tab) ?? ALL
  },
  get columns(): readonly DealField[] {
    return viewing.view.columns.length ? viewing.view.columns : USUAL
  },
  /** A saved view differs from what was saved; the fixed ones differ when they are narrowed or ordered otherwise. */
  get changed(): boolean {
    const [now, then] = [viewing.view, base(tab) ?? ALL]
    const plain = ({ layout, ...rest }: DealView) => (viewing.chosen ? { layout, ...rest } : rest)
    return JSON.stringify(plain(now)) !== JSON.stringify(plain(then))
  },
  /** Words typed into the quick find: never part of a saved view. */
  get text(): string {
    return text
  },
  set text(words: string) {
    text = words
  },
  open(next: Tab): void {
    tab = next
    remember()
  },
  /** Opens a view that was saved just now. */
  async openNew(next: Tab): Promise<void> {
    saved = await commands.dealViews()
    viewing.open(next)
  },
  change(part: Partial<DealView>): void {
    drafts = { ...drafts, [tab]: { ...viewing.view, ...part } }
    remember()
  },
  ask(part: Partial<DealView['query']>): void {
    viewing.change({ query: { ...viewing.view.query, ...part } })
  },
  /** Back to what was saved; the fixed views keep their shape. */
  reset(): void {
    const { [tab]: draft, ...others } = drafts
    drafts = others
    const fixed = base(tab)
    if (draft && fixed && !viewing.chosen && draft.layout !== fixed.layout)
      drafts = { ...others, [tab]: { ...fixed, layout: draft.layout } }
    remember()
  },
  /** Saves what is shown over the open view, or as a new one, which is then open. */
  async save(name: string, own: boolean, id: string | null): Promise<boolean> {
    const done = await act(commands.saveDealView({ id, name, own, view: viewing.view }))
    if (!done) return false
    const { [tab]: _, ...others } = drafts
    drafts = others
    await viewing.openNew(done.value)
    return true
  },
}

/** What the lists, sums and calendars ask for: the view with the words of the quick find. */
export function queryOf({ query }: DealView, words: string): DealView['query'] {
  if (!words.trim()) return query
  return { ...query, filter: { all: [query.filter, { is: { field: 'words', op: 'contains', value: { text: words.trim() } } }] } }
}
