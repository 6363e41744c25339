import { type Claimant, type Division, open } from './rule.js'

/**
 * Divides a pool by weights, nobody above what is open to them; what that leaves over is shared again among the rest by
 * the same weights. Those whose open amount is smallest beside their weight are satisfied first, and from there on the
 * same fraction of the weight is everybody's.
 */
export function inProportion(
  pool: bigint,
  claimants: readonly Claimant[],
  weigh: (claimant: Claimant) => bigint,
): Division {
  const units = claimants.map(() => 0n)
  const rests = claimants.map(() => 0n)
  const sharers = claimants
    .map((claimant, at) => ({ at, weight: weigh(claimant), most: open(claimant) }))
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) => compare(a.most * b.weight, b.most * a.weight))
  let left = pool
  let weights = sharers.reduce((sum, { weight }) => sum + weight, 0n)
  let next = 0
  for (; next < sharers.length; next++) {
    const { at, weight, most } = sharers[next]!
    if (most * weights > left * weight) break
    units[at] = most
    left -= most
    weights -= weight
  }
  for (const { at, weight } of sharers.slice(next)) {
    units[at] = (left * weight) / weights
    rests[at] = (left * weight) % weights
  }
  return { units, rests, denominator: weights > 0n ? weights : 1n }
}

export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
