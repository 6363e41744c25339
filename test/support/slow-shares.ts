/** How an amount is shared out in proportion: in whole minor units, as the library does, or exactly. */
import { addUp, Fraction } from './fraction.js'

/** Shares `amount` out by `weights`, which come to at least as much; no share is larger than its weight. */
export type Share = (amount: Fraction, weights: readonly Fraction[]) => Fraction[]

export const exactly: Share = (amount, weights) => {
  const all = addUp(weights)
  return weights.map((weight) => amount.times(weight).over(all))
}

/** Floors every share; the units left over go one each to the largest remainders, of equal ones to the first. */
export const inWholeUnits: Share = (amount, weights) => {
  const exact = exactly(amount, weights)
  const floors = exact.map((share) => new Fraction(share.floor()))
  const remainders = exact.map((share, at) => ({ at, rest: share.minus(floors[at]!) }))
  // Array.sort is stable: equal remainders keep the order of the weights.
  remainders.sort((a, b) => b.rest.compare(a.rest))
  const units = Number(amount.minus(addUp(floors)).whole())
  const roundedUp = new Set(remainders.slice(0, units).map(({ at }) => at))
  return floors.map((floor, at) => (roundedUp.has(at) ? floor.plus(new Fraction(1n)) : floor))
}
