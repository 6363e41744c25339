import { MultiDirectedGraph } from 'graphology'

/** The part of graphology's node that keeps its neighbours: an object a direction, by the neighbour's key. */
interface Neighbours {
  in: object
  out: object
}

/**
 * A graphology graph with these nodes. graphology keeps a node's neighbours in plain objects, so that an account called
 * "__proto__" would write into Object.prototype at its first edge: here those objects have no prototype.
 */
export function newGraphology(nodes: Iterable<readonly [id: string, attributes: object]>): MultiDirectedGraph {
  const graph = new MultiDirectedGraph()
  for (const [id, attributes] of nodes) graph.addNode(id, { ...attributes })
  for (const node of (graph as unknown as { _nodes: Map<string, Neighbours> })._nodes.values()) {
    node.in = Object.create(null)
    node.out = Object.create(null)
  }
  return graph
}
