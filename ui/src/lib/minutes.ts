/** Working time as people type and read it: "1.5", "1h 30m", "90m", "1:30". Pure. */

/** Minutes meant; a bare number is hours. `undefined` when it can't be told. */
export function parseMinutes(text: string): number | undefined {
  const words = text.trim().toLowerCase().replace(/,/g, '.').replace(/\s+/g, '')
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(words)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  const parts = /^(?:(\d+(?:\.\d+)?)(?:h|hours?|hrs?)?)?(?:(\d+)(?:m|min|mins|minutes?))?$/.exec(words)
  if (!words || !parts) return undefined
  if (parts[1] === undefined) return Number(parts[2])
  // "90m" is read as hours of 90 by the first half: it has its own.
  const only = /^(\d+)(?:m|min|mins|minutes?)$/.exec(words)
  if (only) return Number(only[1])
  if (parts[2] !== undefined && !/h/.test(words)) return undefined
  return Math.round(Number(parts[1]) * 60) + Number(parts[2] ?? 0)
}

/** "45 min", "1 h", "1 h 30 min". */
export function minutes(n: number): string {
  const hours = Math.floor(n / 60)
  const rest = n % 60
  return hours && rest ? `${hours} h ${rest} min` : hours ? `${hours} h` : `${rest} min`
}

/** A clock that runs: "0:07", "12:30". */
export function clock(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 60_000))
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`
}
