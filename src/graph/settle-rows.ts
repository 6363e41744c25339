import { show } from '../show.js'
import type { Problem } from '../types.js'
import type { AccountBook } from './account-book.js'
import { reportRow } from './report.js'
import { DROPPED, EXCLUDED, FAILED, type TransferRows } from './transfer-rows.js'

/** Says why rows move nothing, and hides the accounts that only dropped rows name. */
export function settleRows(rows: TransferRows, accounts: AccountBook, problems: Problem[]): void {
  if ((rows.everFlagged & EXCLUDED) === 0) return
  let dropped = false
  for (let row = 0; row < rows.size; row++) {
    const flags = rows.flags[row]!
    if ((flags & EXCLUDED) === 0) continue
    if ((flags & DROPPED) !== 0) {
      dropped = true
    } else if ((flags & FAILED) !== 0) {
      const message = 'the transfer failed and moved nothing; it is excluded'
      reportRow(problems, rows, row, 'failed-transfer', 'warning', message)
    } else {
      const message = `payer and payee are both ${show(accounts.ids.at(rows.from[row]!))}; the row is excluded`
      reportRow(problems, rows, row, 'self-transfer', 'warning', message)
    }
  }
  if (dropped) hideUnused(rows, accounts)
}

function hideUnused(rows: TransferRows, accounts: AccountBook): void {
  const used = new Uint8Array(accounts.size)
  for (let row = 0; row < rows.size; row++) {
    if ((rows.flags[row]! & DROPPED) !== 0) continue
    used[rows.from[row]!] = 1
    used[rows.to[row]!] = 1
  }
  for (let account = 0; account < accounts.size; account++) {
    if (used[account] === 0 && accounts.info(account) === undefined) accounts.hidden.add(account)
  }
}
