import type { Shortfall } from '../../types.js'

/** What the engine found over an account's history in one currency, in units. */
export interface History {
  /** Sum of what came before the instant. */
  total: bigint
  /** The least opening that explains every debit. */
  least: bigint
  /** The lowest running sum at a debit before the instant, after the last balance that was stated. */
  low: bigint | undefined
  /** The last balance stated before the instant, and the running sum there. */
  stated: { balance: bigint; total: bigint } | undefined
  /** The balance before the first row that follows from the first balance stated. */
  later: bigint | undefined
}

/**
 * The balance just before an instant, as `reconcile` would have it. From the last balance stated before, else from the
 * declared opening, the one that follows from the first balance stated later, or under 'opening' the least that explains
 * every debit. On from there a debit beyond the balance leaves zero: the lowest running sum says how much came in unseen;
 * under 'overdraft' nothing did.
 */
export function openingBalance(history: History, declared: bigint | undefined, shortfall: Shortfall): bigint {
  const { total, least, low, stated, later } = history
  const base = stated?.balance ?? declared ?? later
  if (base === undefined && shortfall === 'opening') return (least > 0n ? least : 0n) + total
  const [from, statedTotal] = [base ?? 0n, stated?.total ?? 0n]
  const unseen = shortfall === 'overdraft' || low === undefined ? 0n : statedTotal - from - low
  return from + total - statedTotal + (unseen > 0n ? unseen : 0n)
}
