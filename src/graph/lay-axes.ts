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
 * Lays out both sides of every ledger along their axes of money. Each pass goes through one thing in order and touches
 * one other at random: what takes the time is fetching memory, and what is touched together competes for the cache.
 *
 * The ledgers are by row, -1 where there is none.
 */
export function layAxes(
  order: Int32Array,
  { amount, size, toLedger, fromLedger }: TransferRows,
  ledgers: number,
  openings: { credits: Openings; debits: Openings },
): { credits: AxisColumns; debits: AxisColumns } {
  const credits = placesOf(order, toLedger, ledgers)
  const debits = placesOf(order, fromLedger, ledgers)
  const [forCredits, forDebits] = makeRoom(size, [credits[ledgers + 1]!, debits[ledgers + 1]!])
  return {
    credits: lay(order, toLedger, amount, credits, forCredits, openings.credits),
    debits: lay(order, fromLedger, amount, debits, forDebits, openings.debits),
  }
}

type Room = Omit<AxisColumns, 'from'>

/**
 * The columns of both axes in one piece of memory. V8 counts typed arrays, and past a limit each further one may begin
 * or end a collection of all that there is, the caller's records too.
 */
function makeRoom(size: number, entries: [credits: number, debits: number]): [credits: Room, debits: Room] {
  const doubles = entries[0] + entries[1]
  const buffer = new ArrayBuffer(12 * doubles + 8 * size)
  let at = 0
  const take = (bytes: number) => {
    at += bytes
    return at - bytes
  }
  const [creditEnds, debitEnds] = entries.map((count) => new Float64Array(buffer, take(8 * count), count))
  const room = (ends: Float64Array): Room => ({
    ends,
    rows: new Int32Array(buffer, take(4 * ends.length), ends.length),
    placeOf: new Int32Array(buffer, take(4 * size), size),
  })
  return [room(creditEnds!), room(debitEnds!)]
}

/** The first place of ledger l at l + 1, and behind the last ledger the number of entries. */
function placesOf(order: Int32Array, ledgerOf: Int32Array, ledgers: number): Int32Array {
  // One more than needed: while places are given away, next[l + 1] is the next free one of ledger l, and in the end
  // the first of the ledger after it.
  const next = new Int32Array(ledgers + 2)
  count(order, ledgerOf, next)
  for (let at = 1; at < next.length; at++) next[at]! += next[at - 1]!
  return next
}

function lay(
  order: Int32Array,
  ledgerOf: Int32Array,
  amount: Float64Array,
  next: Int32Array,
  room: Room,
  openings: Openings,
): AxisColumns {
  place(order, ledgerOf, amount, next, room.placeOf, room.rows, room.ends)
  const from = next.subarray(0, -1)
  addUp(from, openings, room.ends)
  return { ...room, from }
}

/** Counts the entries of ledger l at l + 2. */
function count(order: Int32Array, ledgerOf: Int32Array, counts: Int32Array): void {
  for (let at = 0; at < order.length; at++) {
    const ledger = ledgerOf[order[at]!]!
    if (ledger >= 0) counts[ledger + 2]!++
  }
}

/**
 * Puts the rows into their places; `ends` has the amounts until they are added up. Typed arrays one by one, for V8 throws
 * compiled code away with the last object of a shape that it was compiled for.
 */
function place(
  order: Int32Array,
  ledgerOf: Int32Array,
  amount: Float64Array,
  next: Int32Array,
  placeOf: Int32Array,
  rows: Int32Array,
  ends: Float64Array,
): void {
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!
    const ledger = ledgerOf[row]!
    if (ledger < 0) continue
    const place = next[ledger + 1]!++
    placeOf[row] = place
    rows[place] = row
    ends[place] = amount[row]!
  }
}

function addUp(from: Int32Array, openings: Openings, ends: Float64Array): void {
  for (let ledger = 0; ledger + 1 < from.length; ledger++) {
    let reached = openings.on(ledger)
    const end = from[ledger + 1]!
    for (let at = from[ledger]!; at < end; at++) {
      reached += ends[at]!
      ends[at] = reached
    }
  }
}
