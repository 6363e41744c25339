import type { TransferRows } from './transfer-rows.js'

/**
 * What transfers and their reversals, which no ledger shows, have moved so far. Money that such a transfer brought was
 * in the account until the reversal took it: as far as a debit spent it meanwhile, the pair lends it to the ledger.
 */
export class PairMoney {
  /** What the bank's balance has beyond the ledger's. */
  readonly #beyond: Float64Array
  /** What pairs have brought to the ledger and not yet taken from it. */
  readonly #standing: Float64Array
  /** The part of it that was lent. */
  readonly #lent: Float64Array
  readonly #rows: TransferRows
  readonly #reversals: ReadonlyMap<number, number>

  /** `reversals`: the original of each reversal. */
  constructor(ledgers: number, rows: TransferRows, reversals: ReadonlyMap<number, number>) {
    this.#beyond = new Float64Array(ledgers)
    this.#standing = new Float64Array(ledgers)
    this.#lent = new Float64Array(ledgers)
    this.#rows = rows
    this.#reversals = reversals
  }

  beyond(ledger: number): number {
    return this.#beyond[ledger]!
  }

  /** How much a debit may still borrow. */
  spare(ledger: number): number {
    return Math.max(0, this.#standing[ledger]! - this.#lent[ledger]!)
  }

  /** How much of what was lent a reversal has taken, and the ledger still has. */
  due(ledger: number): number {
    return Math.max(0, this.#lent[ledger]! - Math.max(0, this.#standing[ledger]!))
  }

  /** Moves money of the pairs to the ledger, or with an amount below zero back. */
  lend(ledger: number, amount: number): void {
    this.#lent[ledger]! += amount
    this.#beyond[ledger]! -= amount
  }

  /** Passes a row of a pair, on one of its two ledgers. */
  pass(row: number, ledger: number, change: number): void {
    this.#beyond[ledger]! += change
    const original = this.#reversals.get(row)
    // A reversal takes what its original brought here, and brings back what the ledger never saw leave; where the
    // original stands in another statement period, only what comes in counts.
    const isHere =
      original !== undefined && (this.#rows.fromLedger[original] === ledger || this.#rows.toLedger[original] === ledger)
    this.#standing[ledger]! += isHere ? Math.min(0, change) : Math.max(0, change)
  }
}
