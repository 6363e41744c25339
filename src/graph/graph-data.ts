import type { Coverage, Shortfall } from '../types.js'
import type { AccountBook } from './account-book.js'
import type { LedgerEntries } from './ledger-entries.js'
import type { LedgerTable } from './ledger-table.js'
import type { Refusal } from './read-transfers.js'
import type { PseudoEntries } from './reconcile.js'
import type { TransferRows } from './transfer-rows.js'

/** What a money graph is made of. Only the library's own modules see it. */
export interface GraphData {
  accounts: AccountBook
  rows: TransferRows
  /** Number of rows that are records; pseudo-entries stand behind them. */
  records: number
  /** Number of accepted records. */
  accepted: number
  ledgers: LedgerTable
  entries: LedgerEntries
  pseudo: PseudoEntries
  /** The pseudo-entries by ledger, as indexes into `pseudo.rows`. */
  pseudoOf: Map<number, number[]>
  refusals: Map<string, Refusal>
  currencies: string[]
  /** Decimals by index of currency. */
  decimals: number[]
  currency: string
  timeZone: string
  coverage: Coverage
  shortfall: Shortfall
  /** The last accepted record; undefined where there is none. */
  last: { ms: number; sub: number } | undefined
  first: { ms: number; sub: number } | undefined
}
