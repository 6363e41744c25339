import type { FlowNetwork } from './flow-network.js'

/** Moves flow between ends; returns how much. `limit`: more than this is known to be impossible. */
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
export function rerouting({ nodes, from, heads, room, twins, isEnd }: FlowNetwork): Reroute {
  const level = new Int32Array(nodes).fill(-1)
  const next = new Int32Array(nodes)
  const queue = new Int32Array(nodes)
  const path = new Int32Array(nodes)
  let met = 0

  return (end, direction, limit) => {
    const against = direction === 'to'
    let moved = 0
    while (moved < limit && findLevels(end, against)) {
      moved += block(end, against, limit - moved)
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
  function findLevels(start: number, against: boolean): boolean {
    let last = nodes
    meet(start, 0)
    for (let at = 0; at < met; at++) {
      const node = queue[at]!
      const beyond = level[node]! + 1
      if (beyond > last) break
      if (isEnd[node] === 1 && node !== start) continue
      const stop = from[node + 1]!
      for (let arc = from[node]!; arc < stop; arc++) {
        const head = heads[arc]!
        if (level[head]! >= 0 || room[against ? twins[arc]! : arc]! === 0) continue
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

  /** Depth first, without recursion: `path` holds the arcs from the start to where the search stands. */
  function block(start: number, against: boolean, limit: number): number {
    let moved = 0
    let length = 0
    let node = start
    for (;;) {
      if (node !== start && isEnd[node] === 1) {
        let amount = limit - moved
        for (let at = 0; at < length; at++) amount = Math.min(amount, room[usedArc(path[at]!, against)]!)
        let full = length
        for (let at = length - 1; at >= 0; at--) {
          const arc = usedArc(path[at]!, against)
          room[arc]! -= amount
          room[twins[arc]!]! += amount
          if (room[arc] === 0) full = at
        }
        moved += amount
        if (moved === limit) return moved
        // Back to where the first arc is full.
        node = heads[twins[path[full]!]!]!
        length = full
      }
      const arc = step(node, against)
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

  /** The first arc of a node that is left to try and leads one level further; -1 where there is none. */
  function step(node: number, against: boolean): number {
    const beyond = level[node]! + 1
    const stop = from[node + 1]!
    for (let arc = next[node]!; arc < stop; arc++) {
      if (level[heads[arc]!] === beyond && room[usedArc(arc, against)]! > 0) {
        next[node] = arc
        return arc
      }
    }
    next[node] = stop
    return -1
  }

  function usedArc(arc: number, against: boolean): number {
    return against ? twins[arc]! : arc
  }
}
