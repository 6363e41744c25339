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
  /** The other row of each row of a pair. */
  readonly #other = new Map<number, number>()

  /** `reversals`: the original of each reversal. */
  constructor(ledgers: number, rows: TransferRows, reversals: ReadonlyMap<number, number>) {
    this.#beyond = new Float64Array(ledgers)
    this.#standing = new Float64Array(ledgers)
    this.#lent = new Float64Array(ledgers)
    this.#rows = rows
    this.#reversals = reversals
    for (const [reversal, original] of reversals) {
      this.#other.set(reversal, original)
      this.#other.set(original, reversal)
    }
  }

  /** Whether both rows of a pair stand on a ledger, and cancel out there: not so where it knows another period. */
  isWhole(row: number, ledger: number): boolean {
    const other = this.#other.get(row)!
    return this.#rows.fromLedger[other] === ledger || this.#rows.toLedger[other] === ledger
  }

  /** Whether any pair is parted by the end of a period. */
  hasParted(): boolean {
    for (const [reversal, original] of this.#reversals) {
      for (const ledger of [this.#rows.fromLedger[reversal]!, this.#rows.toLedger[reversal]!]) {
        if (!this.isWhole(original, ledger) || !this.isWhole(reversal, ledger)) return true
      }
    }
    return false
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

  /** Passes a row of a pair on a ledger that has both. */
  pass(row: number, ledger: number, change: number): void {
    this.#beyond[ledger]! += change
    // A reversal takes what its original brought, and gives back only what the ledger never saw leave.
    this.#standing[ledger]! += this.#reversals.has(row) ? Math.min(0, change) : Math.max(0, change)
  }
}
