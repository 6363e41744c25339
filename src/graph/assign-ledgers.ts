import { MAX_MINOR } from '../money.js'
import { show } from '../show.js'
import type { BuildCounts, Coverage, Problem } from '../types.js'
import type { AccountBook } from './account-book.js'
import { LedgerTable } from './ledger-table.js'
import type { Refusal } from './read-transfers.js'
import { reportRow } from './report.js'
import { DROPPED, EXCLUDED, type TransferRows } from './transfer-rows.js'

/**
 * Gives each row that moves money its payer's and its payee's ledger. Rejects what would take a ledger's turnover
 * beyond the exact integers.
 */
export function assignLedgers(to: {
  rows: TransferRows
  accounts: AccountBook
  coverage: Coverage
  currencies: readonly string[]
  counts: BuildCounts
  refusals: Map<string, Refusal>
  problems: Problem[]
}): LedgerTable {
  const { rows, accounts, coverage, currencies } = to
  const records = rows.size
  const ledgers: LedgerTable = new LedgerTable(accounts, coverage, () => turnovers(rows, records, ledgers.size))
  if (coverage === 'complete' && currencies.length === 1) {
    // One ledger an account: its index serves as the ledger's, and the columns are one.
    ledgers.makeOneEach()
    rows.fromLedger = rows.from
    rows.toLedger = rows.to
  } else {
    rows.fromLedger = new Int32Array(rows.from.length).fill(-1)
    rows.toLedger = new Int32Array(rows.from.length).fill(-1)
    for (let row = 0; row < records; row++) {
      if ((rows.flags[row]! & EXCLUDED) !== 0) continue
      const currency = rows.currency[row]!
      rows.fromLedger[row] = ledgers.at(rows.from[row]!, currency, rows.time[row]!, rows.subOf(row))
      rows.toLedger[row] = ledgers.at(rows.to[row]!, currency, rows.time[row]!, rows.subOf(row))
    }
  }
  // As long as all rows together stay exact, so does every ledger.
  if (total(rows.amount, records) > MAX_MINOR) rejectExcess(to, ledgers)
  return ledgers
}

function total(amount: Float64Array, records: number): number {
  let sum = 0
  for (let row = 0; row < records; row++) sum += amount[row]!
  return sum
}

function rejectExcess(to: Parameters<typeof assignLedgers>[0], ledgers: LedgerTable): void {
  const { rows, accounts, counts, refusals, problems } = to
  const turnover = new Float64Array(ledgers.size)
  for (let row = 0; row < rows.size; row++) {
    if ((rows.flags[row]! & EXCLUDED) !== 0) continue
    const amount = rows.amount[row]!
    const from = rows.fromLedger[row]!
    const into = rows.toLedger[row]!
    const payerFits = turnover[from]! + amount <= MAX_MINOR
    if (payerFits && turnover[into]! + amount <= MAX_MINOR) {
      turnover[from]! += amount
      turnover[into]! += amount
      continue
    }
    const account = show(accounts.ids.at(payerFits ? rows.to[row]! : rows.from[row]!))
    const reason = `its amount would take the turnover of ${account} beyond 2^53-1 minor units`
    rows.flag(row, EXCLUDED | DROPPED)
    counts.accepted--
    counts.rejected++
    refusals.set(rows.ids.at(row), { row: rows.row(row), reason })
    reportRow(problems, rows, row, 'amount-too-large', 'error', `${reason}; the row is rejected`)
  }
}

function turnovers(rows: TransferRows, records: number, ledgers: number): Float64Array {
  const turnover = new Float64Array(ledgers)
  for (let row = 0; row < records; row++) {
    if ((rows.flags[row]! & EXCLUDED) !== 0) continue
    turnover[rows.fromLedger[row]!]! += rows.amount[row]!
    turnover[rows.toLedger[row]!]! += rows.amount[row]!
  }
  return turnover
}
