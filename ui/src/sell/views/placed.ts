/** Where pasted cells go: by their heads where the first row has the names of columns, else to the right of the cursor. Pure. */
import type { DealField } from '../../lib/backend'
import { FIELDS, type FieldInfo } from './fields'

/** `fields[i]` is what the i-th pasted column goes into; undefined is left out. */
export function placed(
  cells: string[][],
  columns: readonly FieldInfo[],
  from: number,
): { fields: (DealField | undefined)[]; rows: string[][] } {
  const [first = [], ...rest] = cells
  const known = first.map((cell) => FIELDS.find((field) => field.label.toLowerCase() === cell.trim().toLowerCase()))
  if (rest.length && first.length > 1 && known.every((field) => field)) {
    // Columns that follow from others come back with a copy; they are not pasted into.
    return { fields: known.map((field) => (field?.edits ? field.key : undefined)), rows: rest }
  }
  return { fields: first.map((_, i) => columns[from + i]?.key), rows: cells }
}
