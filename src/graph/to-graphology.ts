import type { MultiDirectedGraph } from 'graphology'
import type { Account, Transfer } from '../types.js'
import { newGraphology } from './new-graphology.js'

/** The whole money graph for graphology; see `MoneyGraph.toGraphology`. */
export function toGraphology(graph: {
  accounts(): Iterable<Account>
  transfers(): Iterable<Transfer>
}): MultiDirectedGraph {
  const result = newGraphology()
  for (const { id, ...attributes } of graph.accounts()) result.addNode(id, attributes)
  for (const { id, from, to, ...attributes } of graph.transfers()) {
    result.addEdgeWithKey(id, from, to, { ...attributes, weight: attributes.amount.toNumber() })
  }
  return result
}
