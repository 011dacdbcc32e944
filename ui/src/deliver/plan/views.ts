/** Every way to look at a project, once: its word in the address, its name and what draws it. */
import type { Component } from 'svelte'
import type { PlanState } from './plan.svelte'
import Gantt from './gantt/Gantt.svelte'
import Dependencies from './graph/Dependencies.svelte'
import Baselines from './kept/Baselines.svelte'
import Replans from './kept/Replans.svelte'
import ProjectMonth from '../load/ProjectMonth.svelte'
import Outline from './outline/Outline.svelte'
import ProjectBrief from '../../handoff/ProjectBrief.svelte'

/** `component` is given the plan; the board has none. */
export type PlanView = { key: string; name: string; component?: Component<{ plan: PlanState }> }

export const VIEWS: readonly PlanView[] = [
  { key: 'board', name: 'Board' },
  { key: 'brief', name: 'Brief', component: ProjectBrief },
  { key: 'outline', name: 'Outline', component: Outline },
  { key: 'timeline', name: 'Timeline', component: Gantt },
  { key: 'dependencies', name: 'Dependencies', component: Dependencies },
  { key: 'calendar', name: 'Calendar', component: ProjectMonth },
  { key: 'baselines', name: 'Baselines', component: Baselines },
  { key: 'replans', name: 'Re-plans', component: Replans },
]

export function viewOf(ask: string | undefined): string {
  return VIEWS.find((view) => view.key === ask)?.key ?? 'board'
}
