/** The only door to Rust. Every failure arrives as a HandselError: a code to act on and a sentence to show. */
import { commands, type HandselError } from '../bindings'

export { commands }
export type * from '../bindings'

export function isHandselError(error: unknown): error is HandselError {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error
}

/** Whatever was thrown, as something a person can read. */
export function asError(error: unknown): HandselError {
  if (isHandselError(error)) return error
  return { code: 'io', message: `Handsel could not do this (${String(error)}). Nothing was changed.`, missing: [] }
}
