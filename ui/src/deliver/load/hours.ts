/** Minutes as people say them, and what a week's load means. Pure. */
import type { LoadTask, WeekLoad } from '../../lib/backend'
import { number } from '../../lib/format'

/** 90 → `1.5 h`; quarters of an hour, in the person's own way of writing numbers. */
export function hours(minutes: number): string {
  return `${number(Math.round(minutes / 15) / 4)} h`
}

/** `38`, `37.5`, `37,5 h`, empty for the usual week: minutes, null for the usual week, undefined where it can't be read. */
export function readHours(text: string): number | null | undefined {
  const plain = text
    .trim()
    .replace(/\s*h(ours)?$/i, '')
    .replace(',', '.')
  if (!plain) return null
  const value = Number(plain)
  return Number.isFinite(value) && value >= 0 && value <= 168 ? Math.round(value * 60) : undefined
}

/** How full a week is, 0 to 1 and more. Work where nothing can be given is overfull. */
export function share({ minutes, capacity }: WeekLoad): number {
  return capacity ? minutes / capacity : minutes ? 2 : 0
}

export function isOver({ minutes, capacity }: WeekLoad): boolean {
  return minutes > capacity
}

/** `38 h of 40 h`, and by how much it is too much. */
export function loadWords(week: WeekLoad): string {
  const said = `${hours(week.minutes)} of ${hours(week.capacity)}`
  return isOver(week) ? `${said}, ${hours(week.minutes - week.capacity)} too much` : said
}

/** What somebody's weeks would be with a task of somebody else: how many of them it makes overfull. */
export function overWith(load: readonly WeekLoad[], task: LoadTask): number {
  return load.filter((week, i) => (task.minutes[i] ?? 0) > 0 && week.minutes + (task.minutes[i] ?? 0) > week.capacity).length
}
