import { type Trace, type TracedAccount, type TracedTransfer, traceGraph } from '../../index.js'

/** A node of the traced graph; `key` is of the file's own, for an account's id may be anything. */
export interface Node {
  key: string
  account: string
  attributes: Omit<TracedAccount, 'id' | 'levels' | 'shares'>
}

export interface Edge {
  key: string
  transfer: string
  source: string
  target: string
  from: string
  to: string
  attributes: Omit<TracedTransfer, 'id' | 'from' | 'to' | 'shares'> & { weight: number }
}

/** Nodes and edges of `traceGraph`, in its order. */
export function partsOf(trace: Trace): { nodes: Node[]; edges: Edge[] } {
  const graph = traceGraph(trace)
  const keys = new Map<string, string>()
  const nodes = graph.mapNodes((account, attributes): Node => {
    const key = `n${keys.size}`
    keys.set(account, key)
    return { key, account, attributes: attributes as Node['attributes'] }
  })
  const edges = graph.mapEdges((transfer, attributes, from, to): Edge => {
    const ends = { source: keys.get(from)!, target: keys.get(to)!, from, to }
    return { key: '', transfer, ...ends, attributes: attributes as Edge['attributes'] }
  })
  edges.forEach((edge, at) => {
    edge.key = `e${at}`
  })
  return { nodes, edges }
}
