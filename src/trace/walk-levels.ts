import { DirectedGraph } from 'graphology'
import { bfsFromNode } from 'graphology-traversal'
import { FundtrailError } from '../errors.js'
import { dataOf } from '../graph/money-graph.js'
import { show } from '../show.js'
import { type TraceTables, tablesOf } from './trace-table.js'
import type { Trace, TracedAccount, TracedTransfer } from './types.js'

/** An account at one hop of the money. */
interface Hop {
  account: TracedAccount
  arrivals: TracedTransfer[]
}

const START = 'start'

/**
 * Walks a trace as the money went: the victims' accounts (level 0, no arrivals), then each account at each hop at which
 * traced money arrived there, with the transfers that brought it at that hop. Within a level in the order of
 * `trace.accounts`; an account that money reached by routes of different lengths is visited at each of them.
 */
export function walkLevels(
  trace: Trace,
  visit: (account: TracedAccount, level: number, arrivals: TracedTransfer[]) => void,
): void {
  const tables = tablesOf(trace)
  if (typeof visit !== 'function') {
    throw new FundtrailError('bad-option', `visit is ${show(visit)}; it must be a function of an account`)
  }
  const levels: Hop[][] = []
  // Breadth first over (account, hop): one step of the walk is one hop of the money.
  bfsFromNode(hopGraph(trace, tables), START, (key, hop, depth) => {
    const level = depth - 1
    // A claim may begin at a counter, which is visited only where money arrived.
    if (key === START || !hop.account.levels.includes(level)) return
    levels[level] ??= []
    levels[level].push(hop)
  })
  const place = new Map(tables.accounts.map((account, index) => [account, index]))
  levels.forEach((hops, level) => {
    hops.sort((a, b) => place.get(a.account)! - place.get(b.account)!)
    for (const { account, arrivals } of hops) visit(account, level, arrivals)
  })
}

function hopGraph(trace: Trace, tables: TraceTables): DirectedGraph<Hop> {
  const { rows } = dataOf(trace.graph)
  const { moves } = tables
  const accounts = new Map(tables.accounts.map((account) => [account.id, account]))
  const transfers = new Map(tables.transfers.map((transfer) => [transfer.id, transfer]))
  const graph = new DirectedGraph<Hop>()
  graph.addNode(START)
  const hop = (id: string, level: number) => {
    const key = `${level} ${id}`
    if (!graph.hasNode(key)) graph.addNode(key, { account: accounts.get(id)!, arrivals: [] })
    return key
  }
  for (const { id, level } of tables.accounts) if (level === 0) graph.addEdge(START, hop(id, 0))
  for (const { row, pieces } of moves) {
    const transfer = transfers.get(rows.ids.at(row))!
    for (const level of new Set(pieces.map((piece) => piece.level))) {
      const payee = hop(transfer.to, level)
      const payer = hop(transfer.from, level - 1)
      if (level === 1) graph.mergeEdge(START, payer)
      graph.mergeEdge(payer, payee)
      graph.getNodeAttribute(payee, 'arrivals').push(transfer)
    }
  }
  return graph
}
