import Mail from '@lucide/svelte/icons/mail'
import Phone from '@lucide/svelte/icons/phone'
import SquareCheck from '@lucide/svelte/icons/square-check'
import StickyNote from '@lucide/svelte/icons/sticky-note'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'
import type { ActivityKind } from '../lib/backend'

export const kindIcon: Record<ActivityKind, Component> = { call: Phone, meeting: Users, email: Mail, todo: SquareCheck, note: StickyNote }
