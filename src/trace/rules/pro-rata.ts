import { PooledBooks } from '../books/pooled-books.js'
import { inProportion } from '../books/takes.js'
import type { AttributionRule } from './rule.js'

/**
 * Every debit takes from all money in the account in proportion, own money too: the running average ("averaging" in
 * United States v Banco Cafetero Panama, 797 F.2d 1154 (2d Cir. 1986); "haircut" in chain analysis). To the minor unit
 * by largest remainder, ties to the older money.
 */
export const proRata: AttributionRule = {
  name: 'pro-rata',
  conserves: true,
  open: (context) => new PooledBooks(context, { take: inProportion, spares }, 'pro-rata'),
}

/** Where the claims' shares come to less than half a unit together, own money has the largest remainder. */
function spares(own: number, claimed: number, amount: number): boolean {
  return 2 * amount * claimed < own + claimed
}
