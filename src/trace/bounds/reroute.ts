import type { FlowNetwork } from './flow-network.js'

/** Moves flow to an end or away from it and returns how much. No more than `limit` is asked for. */
export type Reroute = (end: number, direction: 'to' | 'away', limit: number) => number

/**
 * Makes the function that changes a flow so that as much as possible ends in one end ('to') or as little ('away'):
 * what another end loses this one gains, or the other way round. The flow stays a flow, and no less of it.
 *
 * It is Dinic's algorithm: breadth-first levels from the end until another end is met, then a blocking flow along arcs
 * that go one level further, until no other end can be met (E. A. Dinic, Algorithm for solution of a problem of
 * maximum flow in networks with power estimation, Soviet Math. Doklady 11 (1970) 1277-1280). 'to' is the same search
 * against the direction of the arcs. Only what the search meets costs time.
 */
export function rerouting(network: FlowNetwork): Reroute {
  const { nodes, from, heads, twins, isEnd } = network
  const level = new Int32Array(nodes).fill(-1)
  const next = new Int32Array(nodes)
  const queue = new Int32Array(nodes)
  const path = new Int32Array(nodes)
  let met = 0

  return (end, direction, limit) => {
    const isTo = direction === 'to'
    let moved = 0
    while (moved < limit && findLevels(end, isTo ? network.against : network.along)) {
      moved += block(isTo, limit - moved)
      forget()
    }
    forget()
    return moved
  }

  function forget(): void {
    for (let at = 0; at < met; at++) level[queue[at]!] = -1
    met = 0
  }

  /** Whether another end can be met. Nodes as far away as the nearest one are the last to get a level. */
  function findLevels(start: number, room: Float64Array): boolean {
    let last = nodes
    meet(start, 0)
    for (let at = 0; at < met; at++) {
      const node = queue[at]!
      const beyond = level[node]! + 1
      if (beyond > last) break
      const stop = from[node + 1]!
      for (let arc = from[node]!; arc < stop; arc++) {
        const head = heads[arc]!
        if (room[arc] === 0 || level[head]! >= 0) continue
        meet(head, beyond)
        if (isEnd[head] === 1) last = beyond
      }
    }
    return last < nodes
  }

  function meet(node: number, distance: number): void {
    level[node] = distance
    next[node] = from[node]!
    queue[met++] = node
  }

  /**
   * Goes from each end met back to the start, level by level: that way there is a path until its arcs are full, where
   * the way out leads into many dead ends. Depth first, without recursion: `path` holds the arcs walked, each seen
   * from the node that is further from the start.
   */
  function block(isTo: boolean, limit: number): number {
    let moved = 0
    for (let at = met - 1; at > 0 && moved < limit; at--) {
      const end = queue[at]!
      if (isEnd[end] === 1) moved += blockFrom(end, isTo, limit - moved)
    }
    return moved
  }

  function blockFrom(end: number, isTo: boolean, limit: number): number {
    const room = isTo ? network.along : network.against
    let moved = 0
    let length = 0
    let node = end
    for (;;) {
      if (level[node] === 0) {
        let amount = limit - moved
        for (let at = 0; at < length; at++) amount = Math.min(amount, room[path[at]!]!)
        let full = length
        for (let at = length - 1; at >= 0; at--) {
          network.send(isTo ? path[at]! : twins[path[at]!]!, amount)
          if (room[path[at]!] === 0) full = at
        }
        moved += amount
        if (moved === limit) return moved
        // Back to where the first arc is full.
        length = full
        node = heads[twins[path[length]!]!]!
      }
      const arc = step(node, room)
      if (arc >= 0) {
        path[length++] = arc
        node = heads[arc]!
      } else {
        if (length === 0) return moved
        node = heads[twins[path[--length]!]!]!
        next[node]!++
      }
    }
  }

  /** The first arc of a node that is left to try and leads one level back; -1 where there is none. */
  function step(node: number, room: Float64Array): number {
    const before = level[node]! - 1
    const stop = from[node + 1]!
    for (let arc = next[node]!; arc < stop; arc++) {
      if (room[arc]! > 0 && level[heads[arc]!] === before) {
        next[node] = arc
        return arc
      }
    }
    next[node] = stop
    return -1
  }
}
