import { compareIds } from '../compare-ids.js'
import { dataOf } from '../graph/money-graph.js'
import { toDecimal } from '../money.js'
import { refuseAlerts } from './refuse-alerts.js'
import { tablesOf } from './trace-table.js'
import type { StatementRequest, Trace } from './types.js'

/**
 * Whose statement to ask for next, and from when on: the accounts where traced money is lost from sight, the largest
 * amount first. Where no statement is known, from the first arrival; where one ends, from its end.
 */
export function nextStatements(trace: Trace): StatementRequest[] {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'nextStatements')
  const { parts, settled } = tables
  const data = dataOf(trace.graph)
  const { rows, ledgers, accounts } = data
  const missing = new Map<number, { amount: number; from: number }>()
  for (const { account, code, row, length } of parts) {
    if (code !== 'no-statement' && code !== 'statement-ended') continue
    const from = code === 'no-statement' ? rows.time[row]! : endOfKnown(account, rows.toLedger[row]!)
    const known = missing.get(account)
    if (known === undefined) missing.set(account, { amount: length, from })
    else missing.set(account, { amount: known.amount + length, from: Math.min(known.from, from) })
  }
  return [...missing]
    .map(([account, request]) => ({ ...request, id: accounts.ids.at(account), info: accounts.info(account) }))
    .sort((a, b) => b.amount - a.amount || compareIds(a.id, b.id))
    .map(({ id, info, amount, from }) => ({
      account: id,
      ...(info?.institution !== undefined && { institution: info.institution }),
      amount: toDecimal(amount, data.decimals[settled.currency]!),
      from: new Date(from),
    }))

  function endOfKnown(account: number, ledger: number): number {
    const end = ledgers.covered[ledger] ? ledgers.to(ledger) : accounts.info(account)?.stretches.at(-1)?.to
    return end ?? data.last!.ms
  }
}
