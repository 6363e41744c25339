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
  /** By arc: how much more can be sent along it, and how much against it, which is the room of its twin. */
  readonly along: Float64Array
  readonly against: Float64Array
  /** By arc: the other arc of its edge. */
  readonly twins: Int32Array
  /** By node: 1 where money ends. */
  readonly isEnd: Uint8Array
  readonly #sentArcs: number[] = []
  readonly #sent: number[] = []

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
    this.along = new Float64Array(2 * edges)
    this.against = new Float64Array(2 * edges)
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
      const there = next[tails[edge]!]!++
      const back = next[heads[edge]!]!++
      this.heads[there] = heads[edge]!
      this.heads[back] = tails[edge]!
      this.twins[there] = back
      this.twins[back] = there
      this.along[there] = widths[edge]!
      this.against[back] = widths[edge]!
      this.#shift(there, flows[edge]!)
    }
  }

  /** Sends more along an arc. */
  send(arc: number, amount: number): void {
    this.#shift(arc, amount)
    this.#sentArcs.push(arc)
    this.#sent.push(amount)
  }

  /** Takes back all that was sent: the flow is the one of the beginning again. */
  takeBack(): void {
    for (let at = 0; at < this.#sent.length; at++) this.#shift(this.#sentArcs[at]!, -this.#sent[at]!)
    this.#sentArcs.length = 0
    this.#sent.length = 0
  }

  #shift(arc: number, amount: number): void {
    const twin = this.twins[arc]!
    this.along[arc]! -= amount
    this.against[twin]! -= amount
    this.against[arc]! += amount
    this.along[twin]! += amount
  }
}
