import type { LedgerTable } from './ledger-table.js'
import type { PseudoEntries } from './reconcile.js'
import { REVERSED, type TransferRows } from './transfer-rows.js'

/**
 * Every ledger's credits and debits in the total order, each with where it begins on two axes of money: a credit covers
 * [opening + credits before it, + its amount), a debit [debits before it, + its amount). First in, first out pays each
 * coordinate from the same coordinate, and an overdraft is a debit that runs ahead of the credits.
 */
export class LedgerEntries {
  /** Rows by ledger, in order: those of ledger l stand from `creditsFrom[l]` up to `creditsFrom[l + 1]`. */
  readonly credits: Int32Array
  readonly creditsFrom: Int32Array
  readonly debits: Int32Array
  readonly debitsFrom: Int32Array
  /** By row: where it begins on the axis of its payee's credits and of its payer's debits. */
  readonly creditStart: Float64Array
  readonly debitStart: Float64Array
  /** The total order: accepted records and pseudo-entries. */
  readonly order: Int32Array
  /** By row: its place in the total order. */
  readonly rank: Int32Array
  readonly #rows: TransferRows
  readonly #ledgers: LedgerTable

  constructor(records: Int32Array, pseudo: PseudoEntries, rows: TransferRows, ledgers: LedgerTable) {
    this.#rows = rows
    this.#ledgers = ledgers
    this.order = withPseudo(records, pseudo, rows)
    this.rank = new Int32Array(rows.size)
    this.creditStart = new Float64Array(rows.size)
    this.debitStart = new Float64Array(rows.size)
    this.creditsFrom = new Int32Array(ledgers.size + 1)
    this.debitsFrom = new Int32Array(ledgers.size + 1)

    for (const row of this.order) {
      const from = rows.fromLedger[row]!
      const to = rows.toLedger[row]!
      if (from >= 0) this.debitsFrom[from + 1]!++
      if (to >= 0) this.creditsFrom[to + 1]!++
    }
    for (let ledger = 0; ledger < ledgers.size; ledger++) {
      this.creditsFrom[ledger + 1]! += this.creditsFrom[ledger]!
      this.debitsFrom[ledger + 1]! += this.debitsFrom[ledger]!
    }
    this.credits = new Int32Array(this.creditsFrom[ledgers.size]!)
    this.debits = new Int32Array(this.debitsFrom[ledgers.size]!)

    const nextCredit = this.creditsFrom.slice()
    const nextDebit = this.debitsFrom.slice()
    const credited = Float64Array.from(ledgers.opening, (opening) => Math.max(0, opening))
    const debited = Float64Array.from(ledgers.opening, (opening) => Math.max(0, -opening))
    for (let rank = 0; rank < this.order.length; rank++) {
      const row = this.order[rank]!
      const amount = rows.amount[row]!
      const from = rows.fromLedger[row]!
      const to = rows.toLedger[row]!
      this.rank[row] = rank
      if (from >= 0) {
        this.debits[nextDebit[from]!++] = row
        this.debitStart[row] = debited[from]!
        debited[from]! += amount
      }
      if (to >= 0) {
        this.credits[nextCredit[to]!++] = row
        this.creditStart[row] = credited[to]!
        credited[to]! += amount
      }
    }
  }

  /** The first place in `debits` whose debit of this ledger ends beyond a coordinate. */
  debitBeyond(ledger: number, coordinate: number): number {
    const isBeyond = (row: number) => this.debitStart[row]! + this.#rows.amount[row]! > coordinate
    return firstWhere(this.debits, this.debitsFrom[ledger]!, this.debitsFrom[ledger + 1]!, isBeyond)
  }

  /** The first place in `credits` whose credit of this ledger ends beyond a coordinate. */
  creditBeyond(ledger: number, coordinate: number): number {
    const isBeyond = (row: number) => this.creditStart[row]! + this.#rows.amount[row]! > coordinate
    return firstWhere(this.credits, this.creditsFrom[ledger]!, this.creditsFrom[ledger + 1]!, isBeyond)
  }

  /** How far the debits of a ledger reach that come before a row in the total order. */
  debitedBefore(ledger: number, row: number): number {
    const rank = this.rank[row]!
    return this.#debitedUpTo(ledger, (debit) => this.rank[debit]! >= rank)
  }

  /** The balance of a ledger after everything up to an instant. */
  balanceAt(ledger: number, ms: number, sub: number): number {
    const isLater = (row: number) => this.#rows.isAfter(row, ms, sub)
    const first = this.creditsFrom[ledger]!
    const end = firstWhere(this.credits, first, this.creditsFrom[ledger + 1]!, isLater)
    const last = this.credits[end - 1]!
    const credited =
      end === first ? Math.max(0, this.#ledgers.opening[ledger]!) : this.creditStart[last]! + this.#rows.amount[last]!
    return credited - this.#debitedUpTo(ledger, isLater)
  }

  /** The last entry of a ledger up to an instant, -1 where there is none. */
  lastEntry(ledger: number, ms: number, sub: number): number {
    const isLater = (row: number) => this.#rows.isAfter(row, ms, sub)
    const credit = firstWhere(this.credits, this.creditsFrom[ledger]!, this.creditsFrom[ledger + 1]!, isLater) - 1
    const debit = firstWhere(this.debits, this.debitsFrom[ledger]!, this.debitsFrom[ledger + 1]!, isLater) - 1
    const credited = credit < this.creditsFrom[ledger]! ? -1 : this.credits[credit]!
    const debited = debit < this.debitsFrom[ledger]! ? -1 : this.debits[debit]!
    if (credited < 0 || debited < 0) return Math.max(credited, debited)
    return this.rank[credited]! > this.rank[debited]! ? credited : debited
  }

  #debitedUpTo(ledger: number, isBehind: (row: number) => boolean): number {
    const first = this.debitsFrom[ledger]!
    const end = firstWhere(this.debits, first, this.debitsFrom[ledger + 1]!, isBehind)
    if (end === first) return Math.max(0, -this.#ledgers.opening[ledger]!)
    const last = this.debits[end - 1]!
    return this.debitStart[last]! + this.#rows.amount[last]!
  }
}

/** The first place in a stretch of an ordered list whose row passes a test that, once passed, all later ones pass. */
function firstWhere(list: Int32Array, low: number, high: number, test: (row: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(list[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/** The records that count, with each pseudo-entry just before its position. */
function withPseudo(records: Int32Array, pseudo: PseudoEntries, rows: TransferRows): Int32Array {
  const counts = (row: number) => (rows.flags[row]! & REVERSED) === 0
  if (pseudo.rows.length === 0 && records.every(counts)) return records
  const order = new Int32Array(records.length + pseudo.rows.length)
  let length = 0
  let next = 0
  for (let position = 0; position <= records.length; position++) {
    for (; next < pseudo.rows.length && pseudo.positions[next] === position; next++)
      order[length++] = pseudo.rows[next]!
    if (position === records.length) break
    const row = records[position]!
    if (counts(row)) order[length++] = row
  }
  return order.subarray(0, length)
}
