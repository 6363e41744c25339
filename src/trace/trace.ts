import { buildMoneyGraph } from '../graph/build-money-graph.js'
import { dataOf, type MoneyGraph } from '../graph/money-graph.js'
import { MinHeap } from '../heap.js'
import type { TransferRecord } from '../types.js'
import { readOptions } from './read-options.js'
import { traceSettled } from './trace-settled.js'
import type { Trace, TraceOptions } from './types.js'

/** What is never let go, so that what is compiled for traces stays compiled (see `buildMoneyGraph`). */
const kept: unknown[] = []
/** Amounts beyond the small integers, money that ends and money that returns: every shape that figures take. */
const EXAMPLE: TransferRecord[] = [
  { id: 'a', from: 'a', to: 'b', amount: '300000000.00', time: '2000-01-01T00:00:00Z' },
  { id: 'b', from: 'b', to: 'c', amount: '100000000.00', time: '2000-01-01T00:00:01Z' },
  { id: 'c', from: 'b', to: 'd', amount: '100000000.00', time: '2000-01-01T00:00:02Z', kind: 'cash' },
  { id: 'd', from: 'c', to: 'a', amount: '50000000.00', time: '2000-01-01T00:00:03Z' },
]

/**
 * Follows stolen money from the claims' transfers through the graph, under one attribution rule, and says where all of
 * it is: stolen = the sum of the endings, claim by claim, exactly.
 *
 * @throws FundtrailError 'unknown-transfer' for a claim's transfer that no accepted record has; 'unknown-account';
 *   'mixed-currencies' where the claims' transfers are in several; 'bad-option' for anything else that makes no sense
 */
export function trace(graph: MoneyGraph, options: TraceOptions): Trace {
  if (kept.length === 0) kept.push(run(buildMoneyGraph(EXAMPLE).graph, { from: 'a' }), new MinHeap())
  return run(graph, options).result
}

function run(graph: MoneyGraph, options: TraceOptions): ReturnType<typeof traceSettled> {
  const data = dataOf(graph)
  return traceSettled(graph, data, readOptions(data, options))
}
