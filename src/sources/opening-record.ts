import type { AccountRecord, Period } from '../types.js'

/** An account's record for one period, with the balance of each currency just before it. */
export function openingRecord(
  facts: AccountRecord,
  statement: Period,
  openings: readonly (readonly [currency: string, amount: string])[],
): AccountRecord {
  // Without a prototype, for currencies are the store's words.
  const openingBalance: Record<string, string> = Object.create(null)
  for (const [currency, amount] of openings) openingBalance[currency] = amount
  return { ...facts, statement, ...(openings.length > 0 && { openingBalance }) }
}
