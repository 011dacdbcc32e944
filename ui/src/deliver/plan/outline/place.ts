/** Where a row of the outline goes: in and out, up and down, and where a new one stands. Pure. */
import type { PlanRow } from '../../../lib/backend'
import { keyOf } from '../rows'

/** Below `parent`, or else in `phase`; after `above`, or else first. */
export type Place = { parent: string | null; phase: string | null; above: string | null }
type Rows = readonly PlanRow[]

const nth = (rows: Rows, key: string) => rows.findIndex((row) => keyOf(row) === key)

function parentAt(rows: Rows, at: number): number {
  const level = rows[at]?.level ?? 0
  for (let i = at - 1; i >= 0; i--) if ((rows[i]?.level ?? 0) < level) return i
  return -1
}

/** The row before (-1) or after (1) on the same level, with the same parent. */
function sibling(rows: Rows, at: number, by: 1 | -1): number {
  const level = rows[at]?.level ?? 0
  for (let i = at + by; i >= 0 && i < rows.length; i += by) {
    const other = rows[i]?.level ?? 0
    if (other < level) return -1
    if (other === level) return i
  }
  return -1
}

/** The last row directly below another. */
function lastChild(rows: Rows, at: number): number {
  const level = rows[at]?.level ?? 0
  let last = -1
  for (let i = at + 1; i < rows.length && (rows[i]?.level ?? 0) > level; i++) if (rows[i]?.level === level + 1) last = i
  return last
}

const taskAt = (rows: Rows, at: number): string | null => rows[at]?.task ?? null

/** In a phase or a task, after everything that is there. */
function endOf(rows: Rows, at: number): Place {
  const into = rows[at]
  return { parent: into?.task ?? null, phase: into?.phase ?? null, above: taskAt(rows, lastChild(rows, at)) }
}

/** Beside a row, after the one at `above`. */
function beside(rows: Rows, at: number, above: number): Place {
  return { parent: taskAt(rows, parentAt(rows, at)), phase: rows[at]?.phase ?? null, above: taskAt(rows, above) }
}

/** One level in: a part of the row before it. */
export function indent(rows: Rows, key: string): Place | undefined {
  const before = sibling(rows, nth(rows, key), -1)
  return before < 0 ? undefined : endOf(rows, before)
}

/** One level out: after what it was a part of. */
export function outdent(rows: Rows, key: string): Place | undefined {
  const parent = parentAt(rows, nth(rows, key))
  if (parent < 0) return undefined
  return rows[parent]?.task ? beside(rows, parent, parent) : { parent: null, phase: null, above: null }
}

/** Before the row before it; the first of a phase goes to the end of the phase before. */
export function up(rows: Rows, key: string): Place | undefined {
  const at = nth(rows, key)
  const before = sibling(rows, at, -1)
  if (before >= 0) return rows[before]?.task ? beside(rows, at, sibling(rows, before, -1)) : endOf(rows, before)
  const parent = parentAt(rows, at)
  if (parent < 0 || rows[parent]?.task) return undefined
  const phase = sibling(rows, parent, -1)
  return phase < 0 ? undefined : endOf(rows, phase)
}

/** After the row after it; the last of a phase goes to the start of what comes after the phase. */
export function down(rows: Rows, key: string): Place | undefined {
  const at = nth(rows, key)
  const after = sibling(rows, at, 1)
  if (after >= 0) return beside(rows, at, after)
  const parent = parentAt(rows, at)
  if (parent < 0 || rows[parent]?.task) return undefined
  const next = sibling(rows, parent, 1)
  if (next < 0) return { parent: null, phase: null, above: null }
  return { parent: null, phase: rows[next]?.task ? null : (rows[next]?.phase ?? null), above: null }
}

/** Where a new row stands that is put below `key`: first in what is open there, else after it. Without a row: at the end. */
export function below(rows: Rows, key: string | undefined, open: boolean): Place {
  const at = key === undefined ? rows.length - 1 : nth(rows, key)
  const row = rows[at]
  if (!row) return { parent: null, phase: null, above: null }
  if (key !== undefined && (open || row.kind === 'phase')) return { parent: row.task, phase: row.phase, above: null }
  if (row.kind === 'phase') return endOf(rows, at)
  return beside(rows, at, at)
}
