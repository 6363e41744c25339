import { MultiDirectedGraph } from 'graphology'

/** The part of graphology's node that keeps its neighbours: an object a direction, by the neighbour's key. */
interface Neighbours {
  in: object
  out: object
}

/**
 * graphology keeps a node's neighbours in plain objects, so that an account called "__proto__" would write into
 * Object.prototype at its first edge. Here those objects have no prototype; and the two methods that would ask them for
 * `hasOwnProperty` look for themselves.
 */
class AnyIdGraph extends MultiDirectedGraph {
  override addNode(node: unknown, attributes?: Record<string, unknown>): string {
    const key = super.addNode(node, attributes)
    const neighbours = this.#neighbours(key)
    if (neighbours !== undefined) {
      neighbours.in = Object.create(null)
      neighbours.out = Object.create(null)
    }
    return key
  }

  override hasEdge(edge: unknown): boolean
  override hasEdge(source: unknown, target: unknown): boolean
  override hasEdge(...keys: [unknown, unknown?]): boolean {
    return keys.length === 1 ? super.hasEdge(keys[0]) : this.hasDirectedEdge(keys[0], keys[1])
  }

  override hasDirectedEdge(edge: unknown): boolean
  override hasDirectedEdge(source: unknown, target: unknown): boolean
  override hasDirectedEdge(...keys: [unknown, unknown?]): boolean {
    if (keys.length === 1) return super.hasDirectedEdge(keys[0])
    const neighbours = this.#neighbours(String(keys[0]))
    return neighbours !== undefined && String(keys[1]) in neighbours.out
  }

  #neighbours(node: string): Neighbours | undefined {
    return (this as unknown as { _nodes: Map<string, Neighbours> })._nodes.get(node)
  }
}

/** An empty graph for graphology that takes account ids of any kind. */
export function newGraphology(): MultiDirectedGraph {
  return new AnyIdGraph()
}
