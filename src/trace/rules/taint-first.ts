import { PooledBooks } from '../books/pooled-books.js'
import { claimsByAge, claimsInProportion, type Take } from '../books/takes.js'
import type { AttributionRule } from './rule.js'

/**
 * The claims' money pays first, among themselves as `between` says, and own money only then: the most that can have
 * gone downstream. Re Oatway [1903] 2 Ch 356, where what was bought first survives and the rest is dissipated;
 * "drugs-in, first-out" in United States v Banco Cafetero Panama, 797 F.2d 1154 (2d Cir. 1986).
 */
export const taintFirst: AttributionRule = {
  name: 'taint-first',
  conserves: true,
  open: (context) => {
    const fromClaims = context.between === 'fifo' ? claimsByAge : claimsInProportion
    const take: Take = (pool, amount) => {
      const claimed = Math.min(pool.claimed, amount)
      return [...fromClaims(pool, claimed), { lot: undefined, amount: Math.min(pool.own, amount - claimed) }]
    }
    return new PooledBooks(context, { take, spares: () => false }, context.between)
  },
}
