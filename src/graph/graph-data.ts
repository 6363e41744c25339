import type { Coverage, Shortfall, Ties } from '../types.js'
import type { AccountBook } from './account-book.js'
import type { Anchor } from './anchor.js'
import type { LaidOut } from './lay-out.js'
import type { LedgerTable } from './ledger-table.js'
import type { Refusal } from './read-transfers.js'
import type { TransferRows } from './transfer-rows.js'

/** What a money graph is made of. Only the library's own modules see it. */
export interface GraphData extends LaidOut {
  accounts: AccountBook
  rows: TransferRows
  /** Number of rows that are records; pseudo-entries stand behind them. */
  records: number
  /** Number of accepted records. */
  accepted: number
  ledgers: LedgerTable
  /** Declared balances in the midst of a ledger, in the order of time. */
  anchors: readonly Anchor[]
  /** The original of each reversal. */
  reversals: ReadonlyMap<number, number>
  refusals: Map<string, Refusal>
  currencies: string[]
  /** Decimals by index of currency. */
  decimals: number[]
  currency: string
  timeZone: string
  coverage: Coverage
  shortfall: Shortfall
  ties: Ties
  /** The last accepted record; undefined where there is none. */
  last: { ms: number; sub: number } | undefined
  first: { ms: number; sub: number } | undefined
}
