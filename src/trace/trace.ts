import { dataOf, type MoneyGraph } from '../graph/money-graph.js'
import { follow } from './follow.js'
import { readOptions } from './read-options.js'
import { tabulate } from './tabulate.js'
import type { Trace, TraceOptions } from './types.js'

/**
 * Follows stolen money from the claims' transfers through the graph, under one attribution rule, and says where all of
 * it is: stolen = the sum of the endings, claim by claim, exactly.
 *
 * @throws FundtrailError 'unknown-transfer' for a claim's transfer that no accepted record has; 'unknown-account';
 *   'mixed-currencies' where the claims' transfers are in several; 'bad-option' for anything else that makes no sense
 */
export function trace(graph: MoneyGraph, options: TraceOptions): Trace {
  const data = dataOf(graph)
  const settled = readOptions(data, options)
  return tabulate(graph, data, settled, follow(data, settled))
}
