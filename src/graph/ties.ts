import type { LedgerTable } from './ledger-table.js'
import type { TransferRows } from './transfer-rows.js'

/** The rows of one ledger in one instant, as positions in that instant. */
export interface Tie {
  ledger: number
  positions: number[]
}

/**
 * Calls back for each stretch [start, end) of an order by time whose rows share an instant, forwards or backwards, and
 * are at least so many.
 */
export function forEachInstant(
  order: Int32Array,
  rows: TransferRows,
  direction: 'forwards' | 'backwards',
  visit: (start: number, end: number) => void,
  least = 1,
): void {
  const isSame = (a: number, b: number) => rows.time[a] === rows.time[b] && rows.subOf(a) === rows.subOf(b)
  if (direction === 'forwards') {
    let end = 0
    for (let start = 0; start < order.length; start = end) {
      for (end = start + 1; end < order.length && isSame(order[start]!, order[end]!); end++);
      if (end - start >= least) visit(start, end)
    }
  } else {
    let start = order.length
    for (let end = order.length; end > 0; end = start) {
      for (start = end - 1; start > 0 && isSame(order[start - 1]!, order[end - 1]!); start--);
      if (end - start >= least) visit(start, end)
    }
  }
}

/** Finds the ledgers that several rows of one instant move. */
export class TieFinder {
  readonly #rows: TransferRows
  readonly #ledgers: LedgerTable
  /** In which instant a ledger was seen last, and where there: an instant is told by a number of its own. */
  readonly #seenIn: Int32Array
  readonly #seenAt: Int32Array
  #instants = 0

  constructor(rows: TransferRows, ledgers: LedgerTable) {
    this.#rows = rows
    this.#ledgers = ledgers
    this.#seenIn = new Int32Array(ledgers.size)
    this.#seenAt = new Int32Array(ledgers.size)
  }

  find(instant: Int32Array): Tie[] {
    const stamp = ++this.#instants
    const ties: Tie[] = []
    if (instant.length < 2) return ties
    const tieOf = new Map<number, Tie>()
    for (let position = 0; position < instant.length; position++) {
      for (const side of [this.#rows.fromLedger, this.#rows.toLedger]) {
        const ledger = side[instant[position]!]!
        if (!this.#ledgers.covered[ledger]) continue
        if (this.#seenIn[ledger] !== stamp) {
          this.#seenIn[ledger] = stamp
          this.#seenAt[ledger] = position
          continue
        }
        const known = tieOf.get(ledger)
        if (known !== undefined) {
          known.positions.push(position)
        } else {
          const tie = { ledger, positions: [this.#seenAt[ledger]!, position] }
          tieOf.set(ledger, tie)
          ties.push(tie)
        }
      }
    }
    return ties
  }
}
