import { MinHeap } from '../heap.js'

/**
 * One sequence of 0 … length-1 that keeps every chain: Kahn's topological order (1962), the smaller number first where
 * the chains leave it open. What stands in or behind a cycle is `contradicted` and not in the sequence.
 */
export function joinChains(
  length: number,
  chains: readonly (readonly number[])[],
): { sequence: number[]; contradicted: Set<number> } {
  const waitsFor = new Int32Array(length)
  const followers = new Map<number, number[]>()
  for (const chain of chains) {
    for (let i = 1; i < chain.length; i++) {
      const earlier = chain[i - 1]!
      waitsFor[chain[i]!]!++
      const others = followers.get(earlier)
      if (others === undefined) followers.set(earlier, [chain[i]!])
      else others.push(chain[i]!)
    }
  }
  const ready = new MinHeap()
  for (let position = 0; position < length; position++) if (waitsFor[position] === 0) ready.push(position)
  const sequence: number[] = []
  for (let position = ready.pop(); position !== undefined; position = ready.pop()) {
    sequence.push(position)
    for (const later of followers.get(position) ?? []) if (--waitsFor[later]! === 0) ready.push(later)
  }
  const contradicted = new Set<number>()
  for (let position = 0; position < length; position++) if (waitsFor[position]! > 0) contradicted.add(position)
  return { sequence, contradicted }
}

/** Puts chains that share a number into one group (union-find); the index of each group's first chain. */
export function firstOfGroups(length: number, chains: readonly (readonly number[])[]): number[] {
  const parent = Int32Array.from({ length }, (_, position) => position)
  const root = (position: number) => {
    let at = position
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (const chain of chains) for (const position of chain) parent[root(position)] = root(chain[0]!)
  const seen = new Set<number>()
  return chains.flatMap((chain, index) => {
    const group = root(chain[0]!)
    if (seen.has(group)) return []
    seen.add(group)
    return [index]
  })
}
