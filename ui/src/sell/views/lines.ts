/** The lines of a grouped table: a head for each group, then its rows unless it is folded. Found by search, so that any length is cheap. Pure. */
export type Group = { key: string; count: number }
export type Line = { head: number } | { row: number; group: number }

export class Lines {
  readonly total: number
  #starts: { line: number; row: number; open: boolean }[] = []
  #rows: number

  /** Without groups every line is a row. */
  constructor(groups: readonly Group[] | undefined, rows: number, folded: ReadonlySet<string> = new Set()) {
    this.#rows = rows
    let line = 0
    let row = 0
    for (const group of groups ?? []) {
      const open = !folded.has(group.key)
      this.#starts.push({ line, row, open })
      line += 1 + (open ? group.count : 0)
      row += group.count
    }
    this.total = groups?.length ? line : rows
  }

  at(line: number): Line | undefined {
    if (line < 0 || line >= this.total) return undefined
    if (!this.#starts.length) return { row: line, group: -1 }
    const head = this.#search((start) => start.line <= line)
    const start = this.#starts[head]
    if (!start) return undefined
    return line === start.line ? { head } : { row: start.row + line - start.line - 1, group: head }
  }

  /** The line of a row; undefined where it is folded away. */
  lineOf(row: number): number | undefined {
    if (row < 0 || row >= this.#rows) return undefined
    if (!this.#starts.length) return row
    const start = this.#starts[this.#search((candidate) => candidate.row <= row)]
    return start?.open ? start.line + 1 + row - start.row : undefined
  }

  /** The last start that still fits; starts are in order. */
  #search(fits: (start: { line: number; row: number }) => boolean): number {
    let [low, high] = [0, this.#starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (fits(this.#starts[middle]!)) low = middle
      else high = middle - 1
    }
    return low
  }
}
