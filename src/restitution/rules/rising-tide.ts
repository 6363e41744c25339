import { compare } from './in-proportion.js'
import { type Claimant, type Distribution, open } from './rule.js'

/**
 * Everybody is brought up to the same fraction of what they put in, what they got back before counted in; who already
 * has more gets nothing. SEC v Huber, 702 F.3d 903 (7th Cir. 2012): allowed in place of net loss.
 */
export const risingTide: Distribution = {
  name: 'rising-tide',
  measure: ({ loss }) => loss,
  divide: (pool, claimants) => {
    const units = claimants.map(() => 0n)
    const rests = claimants.map(() => 0n)
    // The water reaches first who has got back the smallest fraction.
    const byLevel = claimants
      .map((claimant, at) => ({ at, claimant }))
      .filter(({ claimant }) => open(claimant) > 0n)
      .sort((a, b) => compareLevels(a.claimant, b.claimant))
    let losses = 0n
    let withdrawn = 0n
    let reached = 0
    for (const { claimant } of byLevel) {
      // The level of the water, (pool + withdrawn) / losses, does not come up to this one.
      if (reached > 0 && (pool + withdrawn) * claimant.loss <= claimant.withdrawn * losses) break
      losses += claimant.loss
      withdrawn += claimant.withdrawn
      reached++
    }
    for (const { at, claimant } of byLevel.slice(0, reached)) {
      const share = (pool + withdrawn) * claimant.loss - claimant.withdrawn * losses
      units[at] = share / losses
      rests[at] = share % losses
    }
    return { units, rests, denominator: losses > 0n ? losses : 1n }
  },
}

function compareLevels(a: Claimant, b: Claimant): number {
  return compare(a.withdrawn * b.loss, b.withdrawn * a.loss)
}
