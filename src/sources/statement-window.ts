import type { AccountRecord } from '../types.js'
import type { StatementQuery } from './types.js'
import { type Pair, widen } from './widen.js'

export const MICROSECONDS = 1000

/** When the rows of a store begin and end, in microseconds; NaN for a store without any. */
export interface Span {
  first: number
  last: number
}

/**
 * The stretch of a store's time that answers a question, in microseconds: whole milliseconds, for a period's end means
 * all of its millisecond. It parts no pair of a transfer and its reversal, and where `lends` holds none begins before it.
 */
export function statementWindow(
  store: Span,
  { since, until }: StatementQuery,
  pairs: readonly Pair[],
  lends: boolean,
): Pair {
  const first = store.first - MICROSECONDS
  const from = since === undefined ? first : Math.max(since.getTime() * MICROSECONDS, first)
  const to = until === undefined ? store.last : Math.min(endOfMs(until.getTime() * MICROSECONDS), store.last)
  const window = widen({ from: Math.min(from, to), to }, pairs)
  const earliest = lends ? pairs.reduce((least, pair) => Math.min(least, pair.from), window.from) : window.from
  return { from: msOf(earliest) * MICROSECONDS, to: endOfMs(window.to) }
}

/** Where the rows begin, in microseconds, of which a question wants so many. */
export function pageStart(window: Pair, { since }: StatementQuery): number {
  return since === undefined ? window.from : Math.max(window.from, since.getTime() * MICROSECONDS)
}

/**
 * Where a page ends that the row at `filled` fills: with all of its millisecond, and parting no pair. Undefined where
 * nothing comes behind it: the last row there is at `last`.
 */
export function pageEnd(filled: number, last: number, window: Pair, pairs: readonly Pair[]): number | undefined {
  const end = endOfMs(widen({ from: window.from, to: endOfMs(filled) }, pairs).to)
  return end < Math.min(last, window.to) ? end : undefined
}

/** Money is never followed through the outside world, nor through a clearing account without a statement of its own. */
export function isFollowed(facts: AccountRecord | undefined): boolean {
  return facts?.kind !== 'external' && facts?.kind !== 'clearing'
}

function endOfMs(microseconds: number): number {
  return msOf(microseconds) * MICROSECONDS + MICROSECONDS - 1
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
