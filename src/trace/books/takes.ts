import type { Lot, Pool } from './pool.js'
import { shareOut } from './share-out.js'

/** Some of a lot; of own money where `lot` is undefined. */
interface Share {
  lot: Lot | undefined
  amount: number
}

/**
 * Which money a debit takes out of a pool, in the order in which it leaves; less than the amount where the pool has
 * less. It says so and takes nothing yet.
 */
export type Take = (pool: Pool, amount: number) => Share[]

/** What a rule says of mixed money. */
export interface PoolRule {
  readonly take: Take
  /** Whether a debit surely takes nothing of the claims, told from the sums alone: it is then passed over. */
  spares(own: number, claimed: number, amount: number): boolean
}

/** Every lot in proportion, own money too. */
export const inProportion: Take = ({ own, ownPlace, lots }, amount) => {
  const all: (Lot | undefined)[] = [...lots]
  all.splice(ownPlace, 0, undefined)
  const shares = shareOut(
    amount,
    all.map((lot) => (lot === undefined ? own : lot.amount)),
  )
  return all.map((lot, place) => ({ lot, amount: shares[place]! }))
}

/** The claims' lots in proportion. */
export const claimsInProportion: Take = ({ lots }, amount) => {
  const shares = shareOut(
    amount,
    lots.map((lot) => lot.amount),
  )
  return lots.map((lot, place) => ({ lot, amount: shares[place]! }))
}

/** The claims' lots, the oldest first. */
export const claimsByAge: Take = ({ lots, first }, amount) => {
  const shares: Share[] = []
  let missing = amount
  for (let place = first; place < lots.length && missing > 0; place++) {
    const lot = lots[place]!
    const part = Math.min(lot.amount, missing)
    shares.push({ lot, amount: part })
    missing -= part
  }
  return shares
}
