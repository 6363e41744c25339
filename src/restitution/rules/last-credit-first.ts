import { type Distribution, open } from './rule.js'

/**
 * The last credit in full, then the one before it, until the balance is used up. Taiwan: art. 11 of the rules on
 * suspicious deposit accounts, "由最後一筆金額往前推算至帳戶餘額為零止". It is what first in, first out leaves in an account.
 */
export const lastCreditFirst: Distribution = {
  name: 'last-credit-first',
  divide: (pool, claimants) => {
    const units = claimants.map(() => 0n)
    let left = pool
    const latestFirst = claimants.map(({ order }, at) => ({ order, at })).sort((a, b) => b.order - a.order)
    for (const { at } of latestFirst) {
      const most = open(claimants[at]!)
      units[at] = most < left ? most : left
      left -= units[at]!
    }
    return { units, rests: claimants.map(() => 0n), denominator: 1n }
  },
}
