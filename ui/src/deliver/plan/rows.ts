/** The rows of a plan as one sees them. Pure. */
import type { PlanRow } from '../../lib/backend'

/** What a row is known by, while it moves: its task, or its phase. */
export const keyOf = (row: PlanRow): string => row.task ?? row.phase ?? row.wbs

/** A row in sight. `number` is its place in the whole outline from 1, as predecessors name it. */
export type Shown = { row: PlanRow; key: string; number: number; below: boolean; open: boolean }

/** The rows that no collapsed row hides. */
export function visible(rows: readonly PlanRow[], collapsed: ReadonlySet<string>): Shown[] {
  const shown: Shown[] = []
  let hidden = Infinity
  rows.forEach((row, index) => {
    if (row.level > hidden) return
    const key = keyOf(row)
    const below = (rows[index + 1]?.level ?? 0) > row.level
    const open = below && !collapsed.has(key)
    hidden = below && !open ? row.level : Infinity
    shown.push({ row, key, number: index + 1, below, open })
  })
  return shown
}

/** The rows that have others below them. */
export function summaries(rows: readonly PlanRow[]): string[] {
  return rows.flatMap((row, index) => ((rows[index + 1]?.level ?? 0) > row.level ? [keyOf(row)] : []))
}

/** The row that `key` is a part of. */
export function above(rows: readonly PlanRow[], key: string): PlanRow | undefined {
  const at = rows.findIndex((row) => keyOf(row) === key)
  const level = rows[at]?.level ?? 0
  for (let i = at - 1; i >= 0; i--) {
    const row = rows[i]
    if (row && row.level < level) return row
  }
  return undefined
}
