import type { GraphData } from '../graph/graph-data.js'
import type { MoneyGraph } from '../graph/money-graph.js'
import { type Followed, follow } from './follow.js'
import { readAhead } from './read-ahead.js'
import type { Settled } from './read-options.js'
import { type AccountSums, sumAccounts } from './sum-accounts.js'
import { tabulate } from './tabulate.js'
import type { Trace } from './types.js'

interface Traced {
  result: Trace
  followed: Followed
  sums: ReadonlyMap<number, AccountSums>
}

/** A trace by options that were read: what moved and what stayed, the sums of it, and the tables that show both. */
export function traceSettled(graph: MoneyGraph, data: GraphData, settled: Settled): Traced {
  const followed = follow(data, settled)
  followed.touched += readAhead(data, followed.moves)
  const sums = sumAccounts(data, settled, followed)
  return { result: tabulate(graph, data, settled, followed, sums), followed, sums }
}
