import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { Money, toDecimal } from '../money.js'
import { readLosses } from './read-losses.js'
import { compare } from './rules/in-proportion.js'
import { type Claimant, type Division, open } from './rules/rule.js'
import type { Loss, Pool, Restitution, RestitutionOptions } from './types.js'

/**
 * Divides what was recovered among those who lost. Exact, in whole minor units: shares are cut to the unit below, and what
 * cannot be divided stays in the residual. Nobody gets more than loss - withdrawn, and what that leaves over is shared
 * again among the rest.
 *
 * 'pari-passu' divides in proportion to the losses (China 银监发〔2016〕41号 art. 8(3); Japan 振り込め詐欺救済法 art. 16),
 * 'net-loss' in proportion to loss - withdrawn, 'rising-tide' brings all to one fraction of their loss (both SEC v Huber,
 * 702 F.3d 903), 'last-credit-first' fills the credits from the last one back (Taiwan, art. 11). Which one holds is for
 * the law of the place and for who decides, not for this function. docs/restitution.md works each.
 *
 * @throws FundtrailError 'bad-option' for an amount that is none of the currency or below zero, an unknown currency or
 *   rule, an id given twice (but for 'last-credit-first', where a loss is a credit), a missing `at` under
 *   'last-credit-first', and `totalClaims` below the sum listed
 */
export function restitution(pool: Pool, losses: readonly Loss[], options: RestitutionOptions = {}): Restitution {
  const settled = readLosses(pool, losses, options)
  const { claimants, unlisted, rule } = settled
  // Those who are not listed share like one more victim who has got nothing back.
  const all = [...claimants, { loss: unlisted, withdrawn: 0n, order: -1 }]
  const wanted = all.reduce((sum, claimant) => sum + open(claimant), 0n)
  const distributed = settled.isTooSmall ? 0n : smaller(settled.pool, wanted)
  const division = rule.divide(distributed, all)
  if (!settled.keepsResidual) shareLastUnits(division)
  check(division, all, distributed)

  let residual = settled.pool
  const given = new Map<string, bigint>()
  settled.ids.forEach((id, at) => {
    given.set(id, (given.get(id) ?? 0n) + division.units[at]!)
    residual -= division.units[at]!
  })
  const money = (minor: bigint): Decimal => toDecimal(Number(minor), settled.decimals)
  const shares: Record<string, Decimal> = Object.create(null)
  for (const [id, minor] of given) shares[id] = minor === 0n ? new Money(0) : money(minor)
  return { shares, residual: money(residual) }
}

/** Gives the units that cutting left over to those who lost the most by it, of equals to the earlier in the list. */
function shareLastUnits({ units, rests, denominator }: Division): void {
  const over = Number(rests.reduce((sum, rest) => sum + rest, 0n) / denominator)
  const byRest = rests.map((rest, at) => ({ rest, at })).sort((a, b) => compare(b.rest, a.rest) || a.at - b.at)
  for (const { at } of byRest.slice(0, over)) units[at]! += 1n
}

function check({ units }: Division, claimants: readonly Claimant[], pool: bigint): void {
  const sum = units.reduce((total, unit) => total + unit, 0n)
  if (sum <= pool && units.every((unit, at) => unit >= 0n && unit <= open(claimants[at]!))) return
  throw new FundtrailError('internal', 'more was given than there was, or than somebody lost')
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
