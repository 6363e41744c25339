import type { MultiDirectedGraph } from 'graphology'
import { FundtrailError } from '../errors.js'
import { toDecimal } from '../money.js'
import { show } from '../show.js'
import type { Account, Statement, Transfer } from '../types.js'
import type { GraphData } from './graph-data.js'
import { isUsed, readStatement } from './read-statement.js'
import { toGraphology } from './to-graphology.js'
import { DAY, DROPPED, EXCLUDED, FAILED, REVERSED } from './transfer-rows.js'

/** What a money graph is made of, for the library's own modules. Throws 'bad-option' for anything else. */
export let dataOf: (graph: MoneyGraph) => GraphData

/**
 * Accounts and the transfers between them, in one total order: what `buildMoneyGraph` makes. It never changes. Its
 * names are graphology's; the data stand in typed arrays, and values are made when they are asked for.
 */
export class MoneyGraph {
  readonly #data: GraphData

  static {
    dataOf = (graph) => {
      if (typeof graph === 'object' && graph !== null && #data in graph) return graph.#data
      throw new FundtrailError('bad-option', `${show(graph)} is not a money graph; make one with buildMoneyGraph`)
    }
  }

  /** @internal */
  constructor(data: GraphData) {
    this.#data = data
  }

  /** The number of accounts. */
  get order(): number {
    return this.#data.accounts.size - this.#data.accounts.hidden.size
  }

  /** The number of accepted transfers. */
  get size(): number {
    return this.#data.accepted
  }

  /** The currencies in which money moved or lay, sorted. */
  get currencies(): string[] {
    const { currencies, ledgers } = this.#data
    const used = new Set<number>()
    for (let ledger = 0; ledger < ledgers.size; ledger++) {
      if (isUsed(this.#data, ledger)) used.add(ledgers.currency[ledger]!)
    }
    return [...used].map((currency) => currencies[currency]!).sort()
  }

  /**
   * How many decimals amounts of a currency have here: 2 for CNY, 0 for JPY, or as `BuildOptions.currencies` says.
   *
   * @throws FundtrailError 'unknown-currency' for one that the records do not name
   */
  decimals(currency: string): number {
    const { currencies, decimals } = this.#data
    const places = decimals[currencies.indexOf(currency)]
    if (places !== undefined) return places
    throw new FundtrailError(
      'unknown-currency',
      `there is no currency ${show(currency)} in this graph; it has ${currencies.join(', ') || 'none'}`,
      { currency },
    )
  }

  /** The time of the first accepted transfer; undefined in an empty graph. */
  get firstTime(): Date | undefined {
    return this.#data.first === undefined ? undefined : new Date(this.#data.first.ms)
  }

  /** The time of the last accepted transfer; undefined in an empty graph. */
  get lastTime(): Date | undefined {
    return this.#data.last === undefined ? undefined : new Date(this.#data.last.ms)
  }

  hasAccount(id: string): boolean {
    return typeof id === 'string' && this.#data.accounts.find(id) >= 0
  }

  /** @throws FundtrailError 'unknown-account' */
  account(id: string): Account {
    return this.#data.accounts.account(this.#accountIndex(id))
  }

  /** Whether an accepted transfer has this id or alias. */
  hasTransfer(id: string): boolean {
    return typeof id === 'string' && this.#isAccepted(this.#data.rows.find(id))
  }

  /** An accepted transfer by its id or an alias. @throws FundtrailError 'unknown-transfer' */
  transfer(id: string): Transfer {
    return this.#transferAt(transferIndex(this.#data, id))
  }

  /** Every account: those with account records first, then in the order in which the transfers named them. */
  *accounts(): IterableIterator<Account> {
    const { accounts } = this.#data
    for (let index = 0; index < accounts.size; index++) if (!accounts.hidden.has(index)) yield accounts.account(index)
  }

  /** Every accepted transfer, in the total order. */
  *transfers(): IterableIterator<Transfer> {
    const { entries, records } = this.#data
    for (const row of entries.order) if (row < records) yield this.#transferAt(row)
  }

  /**
   * The known movements of an account in one currency, in order, gaps and unseen credits among them.
   * @throws FundtrailError 'unknown-account', 'unknown-currency'; 'mixed-currencies' without a currency where the
   *   account has several
   */
  statement(accountId: string, currency?: string): Statement {
    return readStatement(this.#data, this.#accountIndex(accountId), currency)
  }

  /**
   * The whole graph for graphology: node key = account id, edge key = transfer id, attributes as `account` and
   * `transfer` give them, and the amount once more as a number, `weight`, for algorithms that want one.
   */
  toGraphology(): MultiDirectedGraph {
    return toGraphology(this)
  }

  /** Plain figures, for a trace that is written as JSON carries its graph. */
  toJSON(): Record<string, unknown> {
    return {
      order: this.order,
      size: this.size,
      currencies: this.currencies,
      firstTime: this.firstTime,
      lastTime: this.lastTime,
    }
  }

  #accountIndex(id: string): number {
    return accountIndex(this.#data, id)
  }

  #isAccepted(row: number): boolean {
    return row >= 0 && (this.#data.rows.flags[row]! & (EXCLUDED | REVERSED)) === 0
  }

  #transferAt(row: number): Transfer {
    const { rows, accounts, currencies, decimals } = this.#data
    const currency = rows.currency[row]!
    const places = decimals[currency]!
    const fromBalance = rows.fromBalance?.[row] ?? Number.NaN
    const toBalance = rows.toBalance?.[row] ?? Number.NaN
    const memo = rows.notes.memo(row)
    const source = rows.notes.sources(row)
    const aliases = rows.aliases.of(row)
    return {
      id: rows.ids.at(row),
      from: accounts.ids.at(rows.from[row]!),
      to: accounts.ids.at(rows.to[row]!),
      amount: toDecimal(rows.amount[row]!, places),
      currency: currencies[currency]!,
      time: new Date(rows.time[row]!),
      precision: (rows.flags[row]! & DAY) !== 0 ? 'day' : 'instant',
      kind: rows.kind(row),
      row: rows.row(row),
      ...(!Number.isNaN(fromBalance) && { fromBalance: toDecimal(fromBalance, places) }),
      ...(!Number.isNaN(toBalance) && { toBalance: toDecimal(toBalance, places) }),
      ...(memo !== undefined && { memo }),
      ...(source !== undefined && { source }),
      ...(aliases.length > 0 && { aliases }),
    }
  }
}

/** The index of an account. @throws FundtrailError 'unknown-account' */
export function accountIndex(data: GraphData, id: string): number {
  const index = typeof id === 'string' ? data.accounts.find(id) : -1
  if (index >= 0) return index
  throw new FundtrailError('unknown-account', `no record names an account ${show(id)}`, { account: id })
}

/** The row of an accepted transfer. @throws FundtrailError 'unknown-transfer', saying why and at which row */
export function transferIndex(data: GraphData, id: string): number {
  const { rows, refusals } = data
  const row = typeof id === 'string' ? rows.find(id) : -1
  const flags = row < 0 ? 0 : rows.flags[row]!
  if (row >= 0 && (flags & (EXCLUDED | REVERSED)) === 0) return row
  const refusal = typeof id === 'string' ? refusals.get(id) : undefined
  let why = 'no record has this id'
  if (refusal !== undefined) why = `row ${refusal.row} was rejected: ${refusal.reason}`
  else if ((flags & REVERSED) !== 0) why = `row ${rows.row(row)} is excluded: it was reversed, or is the reversal`
  else if ((flags & DROPPED) !== 0) why = `row ${rows.row(row)} was rejected`
  else if (row >= 0 && (flags & FAILED) === 0) why = `row ${rows.row(row)} is excluded: a self-transfer`
  else if (row >= 0) why = `row ${rows.row(row)} is excluded: the transfer failed`
  throw new FundtrailError('unknown-transfer', `transfer ${show(id)}: ${why}; name an accepted transfer`, {
    transfer: id,
    ...(row >= 0 && { row: rows.row(row) }),
    ...(refusal !== undefined && { row: refusal.row }),
  })
}
