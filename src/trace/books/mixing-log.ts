import { FundtrailError } from '../../errors.js'
import type { OriginVisitor } from './books.js'

/** The history of one claim's money on one ledger, an entry a line. */
interface Log {
  /** The credit or debit. */
  rows: number[]
  /** What it brought; below zero what it took. */
  changes: number[]
  /** What was there after it. */
  after: number[]
  /** Where in the credit the money stands, and its hop there. */
  from: number[]
  levels: number[]
}

/**
 * Remembers how mixed money came together, so that it can be told where any of it came from: in proportion, as every
 * debit took the same mixture that it left.
 */
export class MixingLog {
  readonly #rank: Int32Array
  readonly #logs = new Map<number, Map<number, Log>>()

  constructor(rank: Int32Array) {
    this.#rank = rank
  }

  /** Pieces of one credit, claim and hop are one line: each route is then found once. */
  put(ledger: number, claim: number, credit: number, from: number, length: number, level: number): void {
    const log = this.#logs.get(ledger)?.get(claim)
    for (let at = (log?.rows.length ?? 0) - 1; log !== undefined && log.rows[at] === credit; at--) {
      if (log.levels[at] !== level) continue
      log.changes[at]! += length
      for (let later = at; later < log.after.length; later++) log.after[later]! += length
      return
    }
    this.#add(ledger, claim, credit, length, from, level)
  }

  take(ledger: number, claim: number, debit: number, length: number): void {
    this.#add(ledger, claim, debit, -length, 0, 0)
  }

  /**
   * Splits an amount of what the claim had on the ledger just before a debit, or has in the end, over the credits that
   * brought it, to the unit: from the newest back, each gives its share of what was there after it.
   */
  compose(ledger: number, claim: number, debit: number | undefined, amount: number, visit: OriginVisitor): void {
    const log = this.#logs.get(ledger)?.get(claim)
    let missing = amount
    for (let at = log === undefined ? 0 : this.#end(log, debit); log !== undefined && at > 0 && missing > 0; at--) {
      const brought = log.changes[at - 1]!
      if (brought < 0) continue
      const share = shareOf(missing, brought, log.after[at - 1]!)
      if (share > 0) visit(log.rows[at - 1]!, log.from[at - 1]!, share, log.levels[at - 1]!)
      missing -= share
    }
    if (missing > 0) throw new FundtrailError('internal', 'traced money without a credit that brought it')
  }

  #add(ledger: number, claim: number, row: number, change: number, from: number, level: number): void {
    let ofLedger = this.#logs.get(ledger)
    if (ofLedger === undefined) {
      ofLedger = new Map()
      this.#logs.set(ledger, ofLedger)
    }
    let log = ofLedger.get(claim)
    if (log === undefined) {
      log = { rows: [], changes: [], after: [], from: [], levels: [] }
      ofLedger.set(claim, log)
    }
    log.after.push((log.after.at(-1) ?? 0) + change)
    log.rows.push(row)
    log.changes.push(change)
    log.from.push(from)
    log.levels.push(level)
  }

  /** How many lines of a log stand before a debit. */
  #end({ rows }: Log, debit: number | undefined): number {
    if (debit === undefined) return rows.length
    const rank = this.#rank[debit]!
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#rank[rows[middle]!]! >= rank) high = middle
      else low = middle + 1
    }
    return low
  }
}

/**
 * The share of `amount` that `part` of `whole` gives, to the nearest unit. Neither it nor what is left for the other
 * parts is more than they are, as the amount is at most the whole.
 */
function shareOf(amount: number, part: number, whole: number): number {
  const product = amount * part
  if (product <= Number.MAX_SAFE_INTEGER) {
    const remainder = product % whole
    return (product - remainder) / whole + (2 * remainder >= whole ? 1 : 0)
  }
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
}
