import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { groupBy } from '../group-by.js'
import { Money } from '../money.js'
import { show } from '../show.js'
import type { Trace, TracedTransfer } from '../trace/types.js'
import type { Branch } from './types.js'

/** @throws FundtrailError 'bad-option' */
export function countOption(option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be a whole number from 1`, { option })
}

/** The traced transfers by payer and by payee, each list in the order of time. */
export function byAccount(trace: Trace): {
  sent: Map<string, TracedTransfer[]>
  received: Map<string, TracedTransfer[]>
} {
  // Stable: within an instant the order of the trace stays.
  const transfers = [...trace.transfers].sort((a, b) => a.time.getTime() - b.time.getTime())
  return { sent: groupBy(transfers, ({ from }) => from), received: groupBy(transfers, ({ to }) => to) }
}

/** One branch an account at the other end, the largest first. */
export function branchesOf(transfers: TracedTransfer[], end: 'from' | 'to'): Branch[] {
  return [...groupBy(transfers, (transfer) => transfer[end])]
    .map(([account, own]) => ({ account, traced: tracedSum(own), transfers: own.map(({ id }) => id) }))
    .sort((a, b) => b.traced.comparedTo(a.traced) || (a.account < b.account ? -1 : 1))
}

export function tracedSum(transfers: readonly TracedTransfer[]): Decimal {
  return transfers.reduce((sum, { traced }) => sum.plus(traced), new Money(0))
}
