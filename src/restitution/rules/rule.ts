import type { DistributionRule } from '../types.js'

/** One who lost, in minor units. */
export interface Claimant {
  loss: bigint
  withdrawn: bigint
  /** Place in the order of time, from 0; equal times by place in the list. */
  order: number
}

/** Exact shares of a whole pool: `units[i] + rests[i] / denominator` each, every rest below the denominator. */
export interface Division {
  units: bigint[]
  rests: bigint[]
  denominator: bigint
}

/** How a pool is divided. The pool is never larger than what all of them may still get. */
export interface Distribution {
  name: DistributionRule
  /** What a claimant counts for in the denominator; absent where there is none. */
  measure?: (claimant: Claimant) => bigint
  divide: (pool: bigint, claimants: readonly Claimant[]) => Division
}

/** The most that a claimant may still get. */
export function open({ loss, withdrawn }: Claimant): bigint {
  return loss > withdrawn ? loss - withdrawn : 0n
}
