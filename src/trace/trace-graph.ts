import type { MultiDirectedGraph } from 'graphology'
import { newGraphology } from '../graph/new-graphology.js'
import { tablesOf } from './trace-table.js'
import type { Shares, Trace } from './types.js'

/**
 * What a trace touched, for graphology: node key = account id, edge key = transfer id, attributes as in
 * `trace.accounts` and `trace.transfers`. Edges carry the traced amount once more as a number, `weight`, for
 * algorithms that want one.
 */
export function traceGraph(trace: Trace): MultiDirectedGraph {
  const { accounts, transfers } = tablesOf(trace)
  const graph = newGraphology()
  for (const { id, levels, shares, ...attributes } of accounts) {
    graph.addNode(id, { ...attributes, levels: [...levels], shares: sharesCopy(shares) })
  }
  for (const { id, from, to, ...attributes } of transfers) {
    graph.addEdgeWithKey(id, from, to, {
      ...attributes,
      time: new Date(attributes.time),
      shares: sharesCopy(attributes.shares),
      weight: attributes.traced.toNumber(),
    })
  }
  return graph
}

function sharesCopy(shares: Shares): Shares {
  return Object.assign(Object.create(null), shares)
}
