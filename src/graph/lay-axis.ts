import type { TransferRows } from './transfer-rows.js'

/** What an axis consists of: see Axis. */
export interface AxisColumns {
  rows: Int32Array
  from: Int32Array
  ends: Float64Array
  placeOf: Int32Array
}

/** Where each ledger's first entry begins: an opening above zero stands on the side of the credits, else of the debits. */
export class Openings {
  readonly #openings: Float64Array
  readonly #sign: 1 | -1

  constructor(openings: Float64Array, side: 'credits' | 'debits') {
    this.#openings = openings
    this.#sign = side === 'credits' ? 1 : -1
  }

  on(ledger: number): number {
    return Math.max(0, this.#sign * this.#openings[ledger]!)
  }
}

/**
 * Lays out one side of every ledger along its axis of money. Each pass goes through one thing in order and touches one
 * other at random: what takes the time is fetching memory, and what is touched together competes for the cache.
 *
 * `ledgerOf` is by row, -1 where there is none.
 */
export function layAxis(
  order: Int32Array,
  { amount, size }: TransferRows,
  ledgerOf: Int32Array,
  ledgers: number,
  openings: Openings,
): AxisColumns {
  // One more than needed: while places are given away, next[l + 1] is the next free one of ledger l, and in the end
  // the first of the ledger after it.
  const next = new Int32Array(ledgers + 2)
  count(order, ledgerOf, next)
  for (let at = 1; at < next.length; at++) next[at]! += next[at - 1]!
  const placeOf = new Int32Array(size)
  const rows = new Int32Array(next[ledgers + 1]!)
  place(order, ledgerOf, next, placeOf, rows)
  const from = next.subarray(0, ledgers + 1)
  return { rows, from, ends: addUp(rows, from, amount, openings), placeOf }
}

/** Counts the entries of ledger l at l + 2. */
function count(order: Int32Array, ledgerOf: Int32Array, counts: Int32Array): void {
  for (let at = 0; at < order.length; at++) {
    const ledger = ledgerOf[order[at]!]!
    if (ledger >= 0) counts[ledger + 2]!++
  }
}

function place(order: Int32Array, ledgerOf: Int32Array, next: Int32Array, placeOf: Int32Array, rows: Int32Array): void {
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!
    const ledger = ledgerOf[row]!
    if (ledger < 0) continue
    const place = next[ledger + 1]!++
    placeOf[row] = place
    rows[place] = row
  }
}

function addUp(rows: Int32Array, from: Int32Array, amount: Float64Array, openings: Openings): Float64Array {
  const ends = new Float64Array(rows.length)
  for (let ledger = 0; ledger + 1 < from.length; ledger++) {
    let reached = openings.on(ledger)
    const end = from[ledger + 1]!
    for (let at = from[ledger]!; at < end; at++) {
      reached += amount[rows[at]!]!
      ends[at] = reached
    }
  }
  return ends
}
