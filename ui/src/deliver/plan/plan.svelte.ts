/** The plan of one project as outline, timeline and graph share it: its rows, what is folded, where one stands. */
import { commands, type HandselError, type PlanRow, type ProjectPlan } from '../../lib/backend'
import { live, type Live } from '../../lib/live.svelte'
import { above, keyOf, summaries, visible, type Shown } from './rows'

const TOPICS = ['projects', 'tasks', 'people', 'firm'] as const
/** What was folded, and where one stood, while the window is open: another view of the plan shows the same. */
const remembered = new Map<string, { collapsed: ReadonlySet<string>; at: string | undefined }>()

export class PlanState {
  /** The baseline shown beside the plan. */
  baseline = $state<string | null>(null)
  #collapsed = $state.raw<ReadonlySet<string>>(new Set())
  #at = $state<string>()
  #live: Live<ProjectPlan>
  #project: () => string
  #shown = $derived.by<Shown[]>(() => visible(this.data?.rows ?? [], this.#collapsed))

  /** Use inside a component, one for each project that is opened. */
  constructor(project: () => string) {
    this.#project = project
    const before = remembered.get(project())
    if (before) [this.#collapsed, this.#at] = [before.collapsed, before.at]
    this.#live = live(() => commands.projectPlan(project(), this.baseline), TOPICS)
  }

  get project(): string {
    return this.#project()
  }
  get data(): ProjectPlan | undefined {
    return this.#live.data
  }
  get error(): HandselError | undefined {
    return this.#live.error
  }
  again(): Promise<void> {
    return this.#live.again()
  }

  /** The rows in sight, in their order. */
  get shown(): readonly Shown[] {
    return this.#shown
  }
  get collapsed(): ReadonlySet<string> {
    return this.#collapsed
  }
  /** The row one stands on: a task or a phase. */
  get at(): string | undefined {
    return this.#at
  }
  get row(): PlanRow | undefined {
    return this.data?.rows.find((row) => keyOf(row) === this.#at)
  }

  select(key: string | undefined): void {
    this.#at = key
    this.#remember()
  }
  fold(key: string, open = this.#collapsed.has(key)): void {
    const next = new Set(this.#collapsed)
    if (open) next.delete(key)
    else next.add(key)
    this.#collapsed = next
    this.#remember()
  }
  /** Everything open, or only the outermost rows. */
  foldAll(open: boolean): void {
    this.#collapsed = new Set(open ? [] : summaries(this.data?.rows ?? []))
    this.#remember()
  }
  /** The row that this one is a part of. */
  above(key: string): PlanRow | undefined {
    return above(this.data?.rows ?? [], key)
  }

  #remember() {
    remembered.set(this.#project(), { collapsed: this.#collapsed, at: this.#at })
  }
}
