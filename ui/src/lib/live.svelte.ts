/** Live queries: look again after every commit that concerns them, at most once a frame; an older answer never replaces a newer one. */
import { events, type HandselError, type Topic } from '../bindings'
import { asError } from './backend'

type Watcher = { topics: readonly Topic[]; look: () => void }
const watchers = new Set<Watcher>()
let latest = 0
let due = new Set<Watcher>()
let frame = 0

/** The newest revision that was announced. */
export function latestRev(): number {
  return latest
}

/** Call once at start: listens for commits. */
export async function listenForChanges(): Promise<void> {
  await events.changed.listen(({ payload }) => told(payload.rev, payload.topics))
}

export function told(rev: number, topics: readonly Topic[]): void {
  const missed = rev > latest + 1 && latest > 0
  latest = Math.max(latest, rev)
  for (const watcher of watchers) {
    if (missed || watcher.topics.some((topic) => topics.includes(topic))) due.add(watcher)
  }
  if (due.size && !frame) frame = requestAnimationFrame(flush)
}

function flush() {
  frame = 0
  const now = due
  due = new Set()
  for (const watcher of now) watcher.look()
}

export function watch(topics: readonly Topic[], look: () => void): () => void {
  const watcher = { topics, look }
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
    due.delete(watcher)
  }
}

export type Live<T> = {
  readonly data: T | undefined
  readonly error: HandselError | undefined
  readonly loading: boolean
  again(): Promise<void>
}

/** Use inside a component. `ask` may read state: the query follows it. */
export function live<T extends object>(ask: () => Promise<T>, topics: readonly Topic[]): Live<T> {
  let data = $state.raw<T>()
  let error = $state.raw<HandselError>()
  let loading = $state(true)
  let asked = 0
  let shown = 0
  const revOf = (value: T) => ('rev' in value && typeof value.rev === 'number' ? value.rev : undefined)

  async function settle(promise: Promise<T>) {
    const mine = ++asked
    try {
      const answer = await promise
      const older = data !== undefined && (revOf(answer) ?? 0) < (revOf(data) ?? 0)
      if (mine < shown || (older && mine !== asked)) return
      shown = mine
      data = answer
      error = undefined
    } catch (thrown) {
      if (mine !== asked) return
      error = asError(thrown)
      // A record that is gone does not stay on screen as a ghost; for other troubles what was read last is still the best there is.
      if (error.code === 'not_found') data = undefined
    } finally {
      if (mine === asked) loading = false
    }
  }
  const again = () => settle(ask())
  $effect(() => {
    void settle(ask())
  })
  $effect(() => watch(topics, () => void again()))
  return {
    get data() {
      return data
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
    again,
  }
}
