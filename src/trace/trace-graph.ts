import { MultiDirectedGraph } from 'graphology'
import { tablesOf } from './trace-table.js'
import type { Trace } from './types.js'

/**
 * What a trace touched, for graphology: node key = account id, edge key = transfer id, attributes as in
 * `trace.accounts` and `trace.transfers`. Edges carry the traced amount once more as a number, `weight`, for
 * algorithms that want one.
 */
export function traceGraph(trace: Trace): MultiDirectedGraph {
  tablesOf(trace)
  const graph = new MultiDirectedGraph()
  for (const { id, ...attributes } of trace.accounts) graph.addNode(id, { ...attributes })
  for (const { id, from, to, ...attributes } of trace.transfers) {
    graph.addEdgeWithKey(id, from, to, { ...attributes, weight: attributes.traced.toNumber() })
  }
  return graph
}
