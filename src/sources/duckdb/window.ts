import type { StatementQuery } from '../types.js'
import { type Pair, widen } from '../widen.js'

export const MICROSECONDS = 1000

/** The stretch of time that answers a request, in microseconds; `lends`: all pairs before its end belong to it. */
export function windowOf(
  store: { first: number; last: number },
  { since, until }: StatementQuery,
  pairs: readonly Pair[],
  lends: boolean,
): Pair {
  const first = store.first - MICROSECONDS
  const from = since === undefined ? first : Math.max(since.getTime() * MICROSECONDS, first)
  const to = until === undefined ? store.last : Math.min(endOfMs(until.getTime() * MICROSECONDS), store.last)
  const window = widen({ from: Math.min(from, to), to }, pairs)
  const earliest = lends ? pairs.reduce((least, pair) => Math.min(least, pair.from), window.from) : window.from
  // Whole milliseconds: a period's end means all of its millisecond.
  return { from: msOf(earliest) * MICROSECONDS, to: endOfMs(window.to) }
}

/** Where a page ends that a row fills: with all of its millisecond, and parting no pair. */
export function endOfPage(filled: number, window: Pair, pairs: readonly Pair[]): number {
  const { to } = widen({ from: window.from, to: endOfMs(filled) }, pairs)
  return endOfMs(to)
}

export function msOf(microseconds: number): number {
  return Math.floor(microseconds / MICROSECONDS)
}

/** Milliseconds, or text where there are digits beyond. */
export function timeOf(microseconds: number): number | string {
  const ms = msOf(microseconds)
  const beyond = microseconds - ms * MICROSECONDS
  if (beyond === 0) return ms
  return new Date(ms).toISOString().replace('Z', `${String(beyond).padStart(3, '0')}Z`)
}

function endOfMs(microseconds: number): number {
  return msOf(microseconds) * MICROSECONDS + MICROSECONDS - 1
}
