/** A directed graph as lists of followers: those of node n stand in `to` from `first[n]` up to `first[n + 1]`. */
export interface Followers {
  first: Int32Array
  to: Int32Array
}

/** Edges as two lists, the nodes that they leave and those that they reach. */
export interface Edges {
  from: number[]
  to: number[]
}

/** Lays edges out by the node that they leave. */
export function followersOf(nodes: number, edges: Edges): Followers {
  const first = new Int32Array(nodes + 1)
  for (const from of edges.from) first[from + 1]!++
  for (let node = 0; node < nodes; node++) first[node + 1]! += first[node]!
  const next = first.slice()
  const to = new Int32Array(edges.to.length)
  edges.from.forEach((from, edge) => {
    to[next[from]!++] = edges.to[edge]!
  })
  return { first, to }
}

/**
 * The strongly connected component of each node: nodes on a common circle have one number, from 0 (Tarjan 1972; with a
 * stack of its own, for a circle may have as many nodes as an instant has rows).
 */
export function components({ first, to }: Followers): { of: Int32Array; count: number } {
  const nodes = first.length - 1
  const of = new Int32Array(nodes).fill(-1)
  /** When a node was found, from 1, and the earliest such that it reaches; 0: not yet. */
  const found = new Int32Array(nodes)
  const reaches = new Int32Array(nodes)
  const next = first.slice(0, nodes)
  const open: number[] = []
  let count = 0
  let time = 0
  for (let root = 0; root < nodes; root++) {
    if (found[root] !== 0) continue
    const path = [root]
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (found[node] === 0) {
        found[node] = ++time
        reaches[node] = time
        open.push(node)
      }
      if (next[node]! < first[node + 1]!) {
        const follower = to[next[node]!++]!
        if (found[follower] === 0) path.push(follower)
        else if (of[follower] === -1) reaches[node] = Math.min(reaches[node]!, found[follower]!)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) reaches[parent] = Math.min(reaches[parent]!, reaches[node]!)
      if (reaches[node] !== found[node]) continue
      for (let member = open.pop()!; ; member = open.pop()!) {
        of[member] = count
        if (member === node) break
      }
      count++
    }
  }
  return { of, count }
}
