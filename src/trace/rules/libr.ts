import { PooledBooks } from '../books/pooled-books.js'
import { claimsByAge, claimsInProportion, type Take } from '../books/takes.js'
import type { AttributionRule } from './rule.js'

/**
 * The account's own money pays first (Re Hallett's Estate (1880) 13 Ch D 696), and own money that comes later never
 * refills a claim, which is thus at most the lowest balance in between (James Roscoe (Bolton) Ltd v Winder [1915] 1 Ch
 * 62). The claims bear what is left among themselves as `between` says: 'pro-rata', between innocent victims alone, is
 * what is known as the rolling charge or the North American method.
 */
export const libr: AttributionRule = {
  name: 'libr',
  conserves: true,
  open: (context) => {
    const fromClaims = context.between === 'fifo' ? claimsByAge : claimsInProportion
    const take: Take = (pool, amount) => {
      const own = Math.min(pool.own, amount)
      return own === amount
        ? [{ lot: undefined, amount }]
        : [{ lot: undefined, amount: own }, ...fromClaims(pool, amount - own)]
    }
    return new PooledBooks(context, { take, spares: (own, _claimed, amount) => amount <= own }, context.between)
  },
}
