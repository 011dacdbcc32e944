/** Where we are: a screen with its record, and what is peeked at beside it. Back and forward work through the history of the window. */
export type Peek = { kind: 'deal' | 'company' | 'contact' | 'task' | 'handoff' | 'project'; id: string }
export type Route = { screen: string; id?: string; peek?: Peek }

function read(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [screen = '', id] = path.split('/')
  const [kind, peeked] = (new URLSearchParams(query).get('peek') ?? '').split(':')
  const route: Route = { screen: screen || 'pipeline' }
  if (id) route.id = decodeURIComponent(id)
  if (kind && peeked) route.peek = { kind: kind as Peek['kind'], id: peeked }
  return route
}

export function write(route: Route): string {
  const id = route.id ? `/${encodeURIComponent(route.id)}` : ''
  const peek = route.peek ? `?peek=${route.peek.kind}:${route.peek.id}` : ''
  return `#/${route.screen}${id}${peek}`
}

let current = $state.raw<Route>(read(typeof location === 'undefined' ? '' : location.hash))

if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => (current = read(location.hash)))
}

export const route = {
  get now(): Route {
    return current
  },
}

/** Goes to a screen; the step can be walked back. */
export function go(screen: string, id?: string, peek?: Peek): void {
  const next: Route = { screen }
  if (id) next.id = id
  if (peek) next.peek = peek
  if (write(next) !== location.hash) location.hash = write(next)
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
