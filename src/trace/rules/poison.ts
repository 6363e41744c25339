import { AlertBooks } from '../books/alert-books.js'
import type { AttributionRule } from './rule.js'

/**
 * For alerts, never for amounts: after its first traced credit every debit of an account is traced in full, for ever.
 * One study found more than nine in ten wallets tainted this way (Anderson, Shumailov, Ahmed, Rietmann, Bitcoin Redux,
 * WEIS 2018).
 */
export const poison: AttributionRule = {
  name: 'poison',
  conserves: false,
  open: (context) => new AlertBooks(context),
}
