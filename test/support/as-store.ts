import type { Network } from './networks.js'

/** A store knows all of every account: who it is, one opening in the default currency, no periods. */
export function asStore({ input, options }: Network): Network {
  const { records, accounts = [], shortfall } = input
  const seen = new Set<string>()
  const known = accounts.flatMap(({ statement: _, openingBalance, ...facts }) => {
    if (seen.has(facts.id)) return []
    seen.add(facts.id)
    const opening =
      typeof openingBalance === 'object' ? (openingBalance as Record<string, string>)['CNY'] : openingBalance
    return [{ ...facts, ...(opening !== undefined && { openingBalance: { CNY: opening as string } }) }]
  })
  return { input: { records, accounts: known, coverage: 'complete', ...(shortfall && { shortfall }) }, options }
}
