/** Collects edges, each with its width and with what flows in it, in minor units. */
export class FlowNetworkBuilder {
  #nodes = 0
  readonly #tails: number[] = []
  readonly #heads: number[] = []
  readonly #widths: number[] = []
  readonly #flows: number[] = []
  readonly #ends: number[] = []

  addNode(): number {
    return this.#nodes++
  }

  /** A node in which money ends. */
  addEnd(): number {
    const node = this.addNode()
    this.#ends.push(node)
    return node
  }

  addEdge(tail: number, head: number, width: number, flow: number): void {
    this.#tails.push(tail)
    this.#heads.push(head)
    this.#widths.push(width)
    this.#flows.push(flow)
  }

  build(): FlowNetwork {
    return new FlowNetwork(this.#nodes, this.#ends, this.#tails, this.#heads, this.#widths, this.#flows)
  }
}

/**
 * The residual network of a flow. Every edge makes two arcs, one along it with the room that the flow leaves and one
 * back with what flows and could be taken back. The arcs of node n stand from `from[n]` up to `from[n + 1]`.
 */
export class FlowNetwork {
  readonly nodes: number
  readonly from: Int32Array
  /** By arc: the node that it leads to. */
  readonly heads: Int32Array
  /** By arc: how much more can be sent along it. */
  readonly room: Float64Array
  /** By arc: the other arc of its edge. */
  readonly twins: Int32Array
  /** By node: 1 where money ends. */
  readonly isEnd: Uint8Array

  constructor(
    nodes: number,
    ends: readonly number[],
    tails: readonly number[],
    heads: readonly number[],
    widths: readonly number[],
    flows: readonly number[],
  ) {
    const edges = tails.length
    this.nodes = nodes
    this.from = new Int32Array(nodes + 1)
    this.heads = new Int32Array(2 * edges)
    this.room = new Float64Array(2 * edges)
    this.twins = new Int32Array(2 * edges)
    this.isEnd = new Uint8Array(nodes)
    for (const end of ends) this.isEnd[end] = 1
    for (let edge = 0; edge < edges; edge++) {
      this.from[tails[edge]! + 1]!++
      this.from[heads[edge]! + 1]!++
    }
    for (let node = 0; node < nodes; node++) this.from[node + 1]! += this.from[node]!
    const next = this.from.slice()
    for (let edge = 0; edge < edges; edge++) {
      const along = next[tails[edge]!]!++
      const back = next[heads[edge]!]!++
      this.heads[along] = heads[edge]!
      this.heads[back] = tails[edge]!
      this.room[along] = widths[edge]! - flows[edge]!
      this.room[back] = flows[edge]!
      this.twins[along] = back
      this.twins[back] = along
    }
  }

  /** How much flows into an end; none into -1. */
  inflow(end: number): number {
    let sum = 0
    // Edges lead into an end and none out of it, so its arcs are all arcs back.
    for (let arc = this.from[end] ?? 0; arc < (this.from[end + 1] ?? 0); arc++) sum += this.room[arc]!
    return sum
  }
}
