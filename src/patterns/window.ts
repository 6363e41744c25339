import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import { dataOf } from '../graph/money-graph.js'
import { groupBy } from '../group-by.js'
import { Money } from '../money.js'
import { show } from '../show.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import type { Branch } from './types.js'

/** @throws FundtrailError 'bad-option' */
export function countOption(option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be a whole number from 1`, { option })
}

/** @throws FundtrailError 'bad-option' */
export function shareOption(option: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be from 0 to 1`, { option })
}

/** The accounts in their order, and the traced transfers by payee, each list in the total order. */
export function byAccount(trace: Trace): {
  accounts: readonly TracedAccount[]
  received: Map<string, TracedTransfer[]>
} {
  const tables = tablesOf(trace)
  const { rows } = dataOf(trace.graph)
  const place = new Map(tables.moves.map(({ row }, index) => [rows.ids.at(row), index]))
  const placeOf = ({ id }: TracedTransfer) => place.get(id)!
  const transfers = [...tables.transfers].sort((a, b) => placeOf(a) - placeOf(b))
  return { accounts: tables.accounts, received: groupBy(transfers, ({ to }) => to) }
}

/** One branch an account at the other end, the largest first. */
export function branchesOf(transfers: TracedTransfer[], end: 'from' | 'to'): Branch[] {
  return [...groupBy(transfers, (transfer) => transfer[end])]
    .map(([account, own]) => ({ account, traced: tracedSum(own), transfers: own.map(({ id }) => id) }))
    .sort((a, b) => b.traced.comparedTo(a.traced) || compareIds(a.account, b.account))
}

export function tracedSum(transfers: readonly TracedTransfer[]): Decimal {
  return transfers.reduce((sum, { traced }) => sum.plus(traced), new Money(0))
}

/** How many distinct keys are in a window that slides forward over them. */
export class SlidingCount<Key> {
  start = 0
  readonly #keys: readonly Key[]
  readonly #counts = new Map<Key, number>()
  #end = 0

  constructor(keys: readonly Key[]) {
    this.#keys = keys
  }

  get distinct(): number {
    return this.#counts.size
  }

  /** Moves to [start, end); neither goes back. */
  moveTo(start: number, end: number): void {
    for (; this.#end < end; this.#end++) this.#add(this.#end, 1)
    for (; this.start < start; this.start++) this.#add(this.start, -1)
  }

  #add(at: number, change: number): void {
    const key = this.#keys[at]!
    const count = (this.#counts.get(key) ?? 0) + change
    if (count === 0) this.#counts.delete(key)
    else this.#counts.set(key, count)
  }
}
