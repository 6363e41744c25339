import type { Problem, Shortfall, Ties } from '../types.js'
import type { AccountBook } from './account-book.js'
import type { Anchor } from './anchor.js'
import { flagDays } from './flag-days.js'
import { LedgerEntries } from './ledger-entries.js'
import type { LedgerTable } from './ledger-table.js'
import { type PseudoEntries, reconcile } from './reconcile.js'
import { settleOrder } from './settle-order.js'
import type { TransferRows } from './transfer-rows.js'

/** What the records come to in one order. */
export interface LaidOut {
  entries: LedgerEntries
  pseudo: PseudoEntries
  /** The pseudo-entries by ledger, as indexes into `pseudo.rows`. */
  pseudoOf: Map<number, number[]>
}

/**
 * Brings rows that are sorted by time into the total order, and makes the ledgers follow from it. Writes to `order`, to
 * the openings that none declares, to the flags of undecided order, and appends the pseudo-entries to `rows`.
 */
export function layOut(to: {
  order: Int32Array
  rows: TransferRows
  ledgers: LedgerTable
  accounts: AccountBook
  anchors: readonly Anchor[]
  reversals: ReadonlyMap<number, number>
  timeZone: string
  currencies: readonly string[]
  decimals: readonly number[]
  shortfall: Shortfall
  ties: Ties
  problems: Problem[]
}): LaidOut {
  const { order, rows, ledgers } = to
  settleOrder(to)
  flagDays(order, rows, ledgers, to.timeZone)
  const pseudo = reconcile(to)
  return { entries: new LedgerEntries(order, pseudo, rows, ledgers), pseudo, pseudoOf: byLedger(pseudo, rows) }
}

function byLedger(pseudo: PseudoEntries, rows: TransferRows): Map<number, number[]> {
  const result = new Map<number, number[]>()
  pseudo.rows.forEach((row, index) => {
    const ledger = Math.max(rows.fromLedger[row]!, rows.toLedger[row]!)
    const known = result.get(ledger)
    if (known === undefined) result.set(ledger, [index])
    else known.push(index)
  })
  return result
}
