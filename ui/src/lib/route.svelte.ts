/** Where we are: a screen with its record, and what is peeked at beside it. Back and forward work through the history of the window. */
export type Peek = { kind: 'deal' | 'lead' | 'company' | 'contact' | 'task' | 'handoff' | 'project'; id: string }
/** `ask`: what a screen is asked beside its record (a filter, a period), in that screen's own words. */
export type Route = { screen: string; id?: string; ask?: string; peek?: Peek }

function read(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [screen = '', id] = path.split('/')
  const said = new URLSearchParams(query)
  const [kind, peeked] = (said.get('peek') ?? '').split(':')
  const ask = said.get('ask')
  const route: Route = { screen: screen || 'today' }
  if (id) route.id = decodeURIComponent(id)
  if (ask) route.ask = ask
  if (kind && peeked) route.peek = { kind: kind as Peek['kind'], id: peeked }
  return route
}

export function write(route: Route): string {
  const id = route.id ? `/${encodeURIComponent(route.id)}` : ''
  const parts = [
    ...(route.ask ? [`ask=${encodeURIComponent(route.ask)}`] : []),
    ...(route.peek ? [`peek=${route.peek.kind}:${route.peek.id}`] : []),
  ]
  return `#/${route.screen}${id}${parts.length ? `?${parts.join('&')}` : ''}`
}

let current = $state.raw<Route>(read(typeof location === 'undefined' ? '' : location.hash))

/** Told before another screen or record is opened; true holds us here until `leave` is called. */
export type Guard = (leave: () => void) => boolean
let guard: Guard | undefined

/** One guard at a time: the screen that has something to lose. Answers how to take it away. */
export function guardLeaving(mine: Guard): () => void {
  guard = mine
  return () => {
    if (guard === mine) guard = undefined
  }
}

const held = (next: Route, leave: () => void) =>
  (next.screen !== current.screen || next.id !== current.id) && guard !== undefined && guard(leave)

if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => {
    const next = read(location.hash)
    // Back and forward have moved already: the address is put back while we are held here.
    if (held(next, () => go(next.screen, next.id, next.peek, next.ask))) history.pushState(null, '', write(current))
    else current = next
  })
}

export const route = {
  get now(): Route {
    return current
  },
}

/** Goes to a screen; the step can be walked back. */
export function go(screen: string, id?: string, peek?: Peek, ask?: string): void {
  const next: Route = { screen }
  if (id) next.id = id
  if (ask) next.ask = ask
  if (peek) next.peek = peek
  if (held(next, () => go(screen, id, peek, ask))) return
  if (write(next) !== location.hash) location.hash = write(next)
  current = next
}

/** The record of this screen got its name: no step, nothing is left. */
export function rename(id: string): void {
  current = { ...current, id }
  history.replaceState(null, '', write(current))
}

/** Asks this screen something else; the step can be walked back. What is beside it stays. */
export function refine(ask: string): void {
  const next: Route = { ...current }
  if (ask) next.ask = ask
  else delete next.ask
  if (write(next) !== write(current)) history.pushState(null, '', write(next))
  current = next
}

/** Opens a record beside the screen we are on. Walking through records is one step, not many. */
export function peek(at: Peek | undefined): void {
  const next: Route = { ...current }
  if (at) next.peek = at
  else delete next.peek
  const url = write(next)
  if (current.peek && at) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  current = next
}
