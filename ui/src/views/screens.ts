/** Every screen there is, once: its route, its place in the rail and its component. */
import type { Component } from 'svelte'
import type { Session } from '../lib/backend'

export type Room = 'sell' | 'hand' | 'deliver' | 'keep'
export type Screen = {
  route: string
  title: string
  room: Room
  /** Its place in the rail; left out for screens one gets to from elsewhere. */
  rail?: {
    group: 'top' | 'sell' | 'corridor' | 'deliver' | 'foot'
    icon: Component
    badge?: (session: Session) => number
    hidden?: (session: Session) => boolean
  }
  /** Given the record of the route, if it has one; most screens take nothing. */
  component: Component<any>
}

/** The order of the rail, whatever order the rooms are loaded in. */
const ORDER = [
  'today',
  'calendar',
  'pipeline',
  'leads',
  'contacts',
  'companies',
  'products',
  'handoffs',
  'breakdown',
  'projects',
  'my-work',
  'tickets',
  'workload',
  'templates',
  'reports',
  'import',
  'settings',
]
const place = (screen: Screen) => ORDER.indexOf(screen.route) + 1 || ORDER.length + 1
const list: Screen[] = []

/** A screen without a record takes no props, and may still be given one. */
type Registered = Omit<Screen, 'component'> & { component: Screen['component'] | Component }

export function register(...screens: Registered[]): void {
  list.push(...(screens as Screen[]))
  list.sort((a, b) => place(a) - place(b))
}

export function screens(): readonly Screen[] {
  return list
}

export function screenOf(route: string): Screen | undefined {
  return list.find((screen) => screen.route === route) ?? list[0]
}

/** What is opened beside a screen, by kind of record. */
const peeks = new Map<string, Component<{ id: string }>>()

export function registerPeek(kind: string, component: Component<{ id: string }>): void {
  peeks.set(kind, component)
}

export function peekOf(kind: string): Component<{ id: string }> | undefined {
  return peeks.get(kind)
}
