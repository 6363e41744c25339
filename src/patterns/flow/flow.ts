import type { GraphData } from '../../graph/graph-data.js'
import { dataOf } from '../../graph/money-graph.js'
import { toDecimal } from '../../money.js'
import { type TraceTables, tablesOf } from '../../trace/trace-table.js'
import type { Trace } from '../../trace/types.js'
import { Links } from './links.js'

/** A traced transfer, in minor units and indexes. */
export interface FlowMove {
  id: string
  /** Indexes in `Flow.accounts`. */
  from: number
  to: number
  /** Epoch milliseconds. */
  time: number
  amount: number
  traced: number
  level: number
  /** The row in the graph. */
  row: number
}

/** An account that the trace touched. */
export interface FlowAccount {
  id: string
  level: number
  /** Its index in the graph. */
  index: number
  /** The moves that came in and went out, as places in `Flow.moves`: in the total order. */
  received: number[]
  sent: number[]
}

/** What the shapes of a trace are looked for in: made once a trace, and shared by all of them. */
export class Flow {
  readonly data: GraphData
  readonly tables: TraceTables
  /** In the total order. */
  readonly moves: readonly FlowMove[]
  /** In the order of `trace.accounts`. */
  readonly accounts: readonly FlowAccount[]
  readonly #decimals: number
  #links: Links | undefined

  constructor(trace: Trace) {
    this.tables = tablesOf(trace)
    this.data = dataOf(trace.graph)
    const { rows, ledgers, accounts: book } = this.data
    this.#decimals = this.data.decimals[this.tables.settled.currency]!
    const accounts = this.tables.accounts.map(
      ({ id, level }): FlowAccount => ({ id, level, index: book.find(id), received: [], sent: [] }),
    )
    const place = new Map(accounts.map(({ index }, at) => [index, at]))
    const placeOf = (ledger: number) => place.get(ledgers.account[ledger]!)!
    this.moves = this.tables.moves.map(({ row, pieces, traced }, at) => {
      const from = placeOf(rows.fromLedger[row]!)
      const to = placeOf(rows.toLedger[row]!)
      accounts[from]!.sent.push(at)
      accounts[to]!.received.push(at)
      const level = pieces.reduce((least, piece) => Math.min(least, piece.level), Number.POSITIVE_INFINITY)
      return { id: rows.ids.at(row), from, to, time: rows.time[row]!, amount: rows.amount[row]!, traced, level, row }
    })
    this.accounts = accounts
  }

  /** From which arrivals each departure was paid. */
  get links(): Links {
    this.#links ??= new Links(this.data, this.tables)
    return this.#links
  }

  money(minor: number) {
    return toDecimal(minor, this.#decimals)
  }
}

const flows = new WeakMap<Trace, Flow>()

/** The flow of a trace; asked again for the same trace, the same. */
export function flowOf(trace: Trace): Flow {
  const known = flows.get(trace)
  if (known !== undefined) return known
  const made = new Flow(trace)
  flows.set(trace, made)
  return made
}
