/** How each list is looked at: words, filters, order. Kept while one is elsewhere. */
import type { CustomerFilter, CustomerSort, Lifecycle, ListArgs, SortBy } from '../../lib/backend'

export const LIFECYCLES: { key: Lifecycle; label: string }[] = [
  { key: 'lead', label: 'Lead' },
  { key: 'prospect', label: 'Prospect' },
  { key: 'customer', label: 'Customer' },
  { key: 'churned', label: 'Churned' },
]

export const lifecycleWord = (lifecycle: Lifecycle) => LIFECYCLES.find(({ key }) => key === lifecycle)!.label

type Narrowed = Required<CustomerFilter>
const NONE: Narrowed = { owner: null, tags: [], lifecycle: null, industry: null, location: null }
/** Counts are looked at from the top. */
const LARGEST_FIRST: readonly CustomerSort[] = ['open', 'won', 'projects']

/** The order after a click on a head: the other way round, or that column its natural way. */
export function sortAfter(now: SortBy, by: CustomerSort): SortBy {
  return now.by === by ? { by, descending: !now.descending } : { by, descending: LARGEST_FIRST.includes(by) }
}

export class View {
  text = $state('')
  sort = $state.raw<SortBy>({ by: 'name', descending: false })
  filter = $state.raw<Narrowed>(NONE)
  /** The names that the chips show for ids. */
  names = $state.raw<Record<string, string>>({})

  get narrowed(): boolean {
    const { owner, tags, lifecycle, industry, location } = this.filter
    return !!(this.text.trim() || owner || tags.length || lifecycle || industry || location)
  }

  narrow(change: Partial<Narrowed>, names: Record<string, string> = {}): void {
    this.filter = { ...this.filter, ...change }
    this.names = { ...this.names, ...names }
  }

  all(): void {
    this.text = ''
    this.filter = NONE
  }

  args(text: string | null, offset: number, limit: number): ListArgs {
    return { text, offset, limit, sort: this.sort, filter: this.filter }
  }
}

export const views = { company: new View(), contact: new View() }
