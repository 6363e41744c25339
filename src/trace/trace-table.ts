import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import type { MoneyGraph } from '../graph/money-graph.js'
import { show } from '../show.js'
import type { Followed } from './follow.js'
import type { Settled } from './read-options.js'
import type {
  Assumption,
  Ending,
  Rule,
  Trace,
  TracedAccount,
  TracedClaim,
  TracedTransfer,
  TraceSettings,
} from './types.js'

/** A trace's tables in indexes and minor units, from which its views are made. */
export interface TraceTables extends Followed {
  settled: Settled
  /** The public rows in lists of the library's own: a caller may sort or cut those that it is given. */
  transfers: readonly TracedTransfer[]
  accounts: readonly TracedAccount[]
  endings: readonly Ending[]
  assumptions: readonly Assumption[]
}

/** The tables behind a trace, for the library's own views. Throws 'bad-option' for anything else. */
export let tablesOf: (trace: Trace) => TraceTables

/** A trace as `trace` returns it: the public tables, and behind them those that the views read. */
export class TraceTable implements Trace {
  readonly graph: MoneyGraph
  readonly settings: TraceSettings
  readonly rule: Rule
  readonly until: Date
  readonly currency: string
  readonly claims: TracedClaim[]
  readonly stolen: Decimal
  readonly transfers: TracedTransfer[]
  readonly accounts: TracedAccount[]
  readonly endings: Ending[]
  readonly assumptions: Assumption[]
  readonly #tables: TraceTables
  /** Made when it is first asked for: most traces are read as lists. */
  #byId: Map<string, TracedAccount> | undefined

  static {
    tablesOf = (trace) => {
      if (typeof trace === 'object' && trace !== null && #tables in trace) return trace.#tables
      throw new FundtrailError('bad-option', `${show(trace)} is not a trace; make one with trace()`)
    }
  }

  constructor(content: Omit<Trace, 'account'>, settled: Settled, followed: Followed) {
    this.graph = content.graph
    this.settings = content.settings
    this.rule = content.rule
    this.until = content.until
    this.currency = content.currency
    this.claims = content.claims
    this.stolen = content.stolen
    this.transfers = content.transfers
    this.accounts = content.accounts
    this.endings = content.endings
    this.assumptions = content.assumptions
    const { moves, parts, stolen, kept, cut, claimOf, victims, touched, books } = followed
    this.#tables = {
      moves,
      parts,
      stolen,
      kept,
      cut,
      claimOf,
      victims,
      touched,
      books,
      settled,
      transfers: content.transfers.slice(),
      accounts: content.accounts.slice(),
      endings: content.endings.slice(),
      assumptions: content.assumptions.slice(),
    }
  }

  account(id: string): TracedAccount | undefined {
    this.#byId ??= new Map(this.#tables.accounts.map((account) => [account.id, account]))
    return this.#byId.get(id)
  }
}
