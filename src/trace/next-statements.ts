import { compareIds } from '../compare-ids.js'
import { dataOf } from '../graph/money-graph.js'
import { toDecimal } from '../money.js'
import { lostFromSight } from './lost-from-sight.js'
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
  const { accounts, decimals } = dataOf(trace.graph)
  const missing = new Map<number, { amount: number; from: number }>()
  for (const { account, amount, from } of lostFromSight(trace)) {
    const known = missing.get(account)
    if (known === undefined) missing.set(account, { amount, from })
    else missing.set(account, { amount: known.amount + amount, from: Math.min(known.from, from) })
  }
  return [...missing]
    .map(([account, request]) => ({ ...request, id: accounts.ids.at(account), info: accounts.info(account) }))
    .sort((a, b) => b.amount - a.amount || compareIds(a.id, b.id))
    .map(({ id, info, amount, from }) => ({
      account: id,
      ...(info?.institution !== undefined && { institution: info.institution }),
      amount: toDecimal(amount, decimals[tables.settled.currency]!),
      from: new Date(from),
    }))
}
