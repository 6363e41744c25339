import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { listUndecided } from '../graph/list-undecided.js'
import { dataOf, MoneyGraph } from '../graph/money-graph.js'
import { reorder } from '../graph/reorder.js'
import { Money } from '../money.js'
import type { Ties } from '../types.js'
import { trace } from './trace.js'
import type { AccountByOrder, OrderComparison, Trace, TraceOptions } from './types.js'

const ORDERS: readonly Ties[] = ['records', 'credits-first', 'debits-first']

/**
 * Traces the same claims under each order of `BuildOptions.ties`, and says for each account how much of the result is
 * for the order alone to decide. The range is over the three orders tried, not over all that the records allow: another
 * one may leave an account more, or less. Where nothing is undecided the three agree.
 *
 * @throws FundtrailError as `trace` does
 */
export function compareOrders(graph: MoneyGraph, options: TraceOptions): OrderComparison {
  const data = dataOf(graph)
  const undecided = listUndecided(data)
  const own = trace(graph, options)
  const traceIn = (ties: Ties) =>
    ties === data.ties || undecided.transfers === 0 ? own : trace(new MoneyGraph(reorder(data, ties)), options)
  const traces: Record<Ties, Trace> = {
    records: traceIn('records'),
    'credits-first': traceIn('credits-first'),
    'debits-first': traceIn('debits-first'),
  }
  const zero = new Money(0)
  const sum = (amounts: Decimal[]) => amounts.reduce((a, b) => a.plus(b), zero)
  const inEach = (figure: (trace: Trace) => Decimal): Record<Ties, Decimal> => ({
    records: figure(traces.records),
    'credits-first': figure(traces['credits-first']),
    'debits-first': figure(traces['debits-first']),
  })
  const touched = new Set(ORDERS.flatMap((ties) => traces[ties].accounts.map(({ id }) => id)))
  return {
    orders: [...ORDERS],
    currency: own.currency,
    undecided,
    accounts: [...touched]
      .map(rowOf)
      .sort(byRange)
      .map(({ row }) => row),
    totals: {
      stolen: inEach(({ stolen }) => stolen),
      held: inEach(({ accounts }) => sum(accounts.map(({ held }) => held))),
      ended: inEach(({ accounts }) => sum(accounts.map(({ ended }) => ended))),
    },
  }

  function rowOf(account: string): Ranged {
    const held = inEach((each) => each.account(account)?.held ?? zero)
    const amounts = ORDERS.map((ties) => held[ties])
    const min = amounts.reduce((a, b) => (b.lessThan(a) ? b : a))
    const max = amounts.reduce((a, b) => (b.greaterThan(a) ? b : a))
    const level = Math.min(...ORDERS.flatMap((ties) => traces[ties].account(account)?.level ?? []))
    return { row: { account, level, held, min, max }, range: max.minus(min) }
  }
}

interface Ranged {
  row: AccountByOrder
  range: Decimal
}

function byRange(a: Ranged, b: Ranged): number {
  return b.range.comparedTo(a.range) || b.row.max.comparedTo(a.row.max) || compareIds(a.row.account, b.row.account)
}
