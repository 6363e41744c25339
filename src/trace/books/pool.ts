import { FundtrailError } from '../../errors.js'

/** A claim's money in one account; for one that is mixed, as old as the oldest money still in it. */
export interface Lot {
  claim: number
  amount: number
  /** The credit that brought it, or the oldest of it. */
  credit: number
  /** Where it stands in that credit; MIXED where several credits may be in it. */
  from: number
  /** The hop at which that credit brought it. */
  level: number
}

/**
 * What is in one account: the claims' lots by age, and all own money as one more lot among them.
 */
export interface Pool {
  own: number
  /** How many of `lots` are older than the own money. */
  ownPlace: number
  lots: Lot[]
  /** How many lots at the front are used up, where each piece is a lot of its own; else none. */
  first: number
  /** The sum of the lots. */
  claimed: number
}

export function emptyPool(): Pool {
  return { own: 0, ownPlace: 0, lots: [], first: 0, claimed: 0 }
}

/**
 * Own money that came since the last entry that was looked at is younger than all that was there then. Debits that were
 * passed over took own money only and, where its age matters, never the last of it.
 */
export function settleOwn(pool: Pool, balance: number): void {
  const own = Math.max(0, balance) - pool.claimed
  if (own < 0) throw new FundtrailError('internal', `${pool.claimed} of claims in an account of ${balance}`)
  if (pool.own === 0 || pool.claimed === 0) pool.ownPlace = pool.lots.length
  pool.own = own
}

/** Own money comes; where there was none it is younger than all that is there. */
export function addOwn(pool: Pool, amount: number): void {
  if (pool.own === 0) pool.ownPlace = pool.lots.length
  pool.own += amount
}

/** Where each piece is a lot of its own the oldest are used up first. */
export function removeUsedUp(pool: Pool): void {
  while (pool.first < pool.lots.length && pool.lots[pool.first]!.amount === 0) pool.first++
  if (pool.first * 2 <= pool.lots.length) return
  pool.lots.splice(0, pool.first)
  pool.first = 0
}

/** Proportional shares may use up any lot. */
export function removeEmpty(pool: Pool): void {
  const { lots, ownPlace } = pool
  if (lots.every(({ amount }) => amount > 0)) return
  pool.ownPlace -= lots.slice(0, ownPlace).filter(({ amount }) => amount === 0).length
  pool.lots = lots.filter(({ amount }) => amount > 0)
}
