import { inProportion } from '../books/pool.js'
import { PooledBooks } from '../books/pooled-books.js'
import type { AttributionRule } from './rule.js'

/**
 * Every debit takes from all money in the account in proportion, own money too: the running average ("averaging" in
 * United States v Banco Cafetero Panama, 797 F.2d 1154 (2d Cir. 1986); "haircut" in chain analysis). To the minor unit
 * by largest remainder, ties to the older money.
 */
export const proRata: AttributionRule = {
  name: 'pro-rata',
  conserves: true,
  open: (context) => new PooledBooks(context, inProportion, 'pro-rata'),
}
