import { currencyTable } from '../currencies.js'
import { FundtrailError } from '../errors.js'
import { parseAmount } from '../money.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type { AmountInput } from '../types.js'
import { distributionNamed } from './rules/index.js'
import type { Claimant, Distribution } from './rules/rule.js'
import type { Loss, Pool, RestitutionOptions } from './types.js'

/** What `restitution` was given, checked, in minor units. */
interface Case {
  pool: bigint
  /** Whether the pool is too small to be distributed. */
  isTooSmall: boolean
  decimals: number
  /** By claimant. */
  ids: string[]
  claimants: Claimant[]
  rule: Distribution
  /** What those who are not listed count for in the denominator. */
  unlisted: bigint
  keepsResidual: boolean
}

/** @throws FundtrailError 'bad-option' as `restitution` documents */
export function readLosses(pool: Pool, losses: readonly Loss[], options: RestitutionOptions): Case {
  if (typeof options !== 'object' || options === null) bad('the options', options, 'an object')
  if (typeof pool !== 'object' || pool === null) bad('pool', pool, '{ amount, currency }')
  if (!Array.isArray(losses)) bad('losses', losses, 'a list of { id, loss }')
  const { rule: ruleName = 'pari-passu', residual = 'keep', totalClaims, minimum = 0, currencies } = options
  const { currency = 'CNY' } = pool
  const decimals = currencyTable(currencies).get(currency)
  if (decimals === undefined) return bad('pool.currency', currency, 'an ISO 4217 code, or a key of options.currencies')
  const rule = distributionNamed(ruleName)
  if (residual !== 'keep' && residual !== 'largest-remainder')
    bad('residual', residual, "'keep' or 'largest-remainder'")
  const amount = (option: string, value: AmountInput) => readAmount(option, value, decimals, currency)
  const inPool = amount('pool.amount', pool.amount)
  const isTooSmall = inPool < amount('minimum', minimum)
  const { ids, claimants } = readClaimants(losses, rule, amount)
  return {
    pool: inPool,
    isTooSmall,
    decimals,
    ids,
    claimants,
    rule,
    unlisted: totalClaims === undefined ? 0n : unlistedClaims(rule, claimants, amount('totalClaims', totalClaims)),
    keepsResidual: residual === 'keep',
  }

  function unlistedClaims({ name, measure }: Distribution, listed: readonly Claimant[], total: bigint): bigint {
    if (measure === undefined) {
      return bad('totalClaims', totalClaims, `left out: '${name}' divides nothing by a sum of claims`)
    }
    const sum = listed.reduce((sum, claimant) => sum + measure(claimant), 0n)
    if (total >= sum) return total - sum
    const of = name === 'net-loss' ? 'the net losses listed' : 'the losses listed'
    return bad('totalClaims', totalClaims, `at least the sum of ${of}, ${inMajorUnits(sum, decimals!)} ${currency}`)
  }
}

function readClaimants(
  losses: readonly Loss[],
  rule: Distribution,
  amount: (option: string, value: AmountInput) => bigint,
): { ids: string[]; claimants: Claimant[] } {
  const seen = new Set<string>()
  const needsTime = rule.measure === undefined
  const orders = needsTime ? ordersOf(losses) : []
  const ids: string[] = []
  const claimants = Array.from(losses, (entry, at): Claimant => {
    const { id, loss, withdrawn = 0 } = entry ?? {}
    if (typeof id !== 'string' || id === '') bad(`losses[${at}].id`, id, 'a non-empty string')
    // Only a rule that goes through credits one by one may meet a victim more than once.
    if (!needsTime && seen.has(id)) bad(`losses[${at}].id`, id, 'different for each; add up the losses of one victim')
    seen.add(id)
    ids.push(id)
    return {
      loss: amount(`losses[${show(id)}].loss`, loss),
      withdrawn: amount(`losses[${show(id)}].withdrawn`, withdrawn),
      order: orders[at] ?? at,
    }
  })
  return { ids, claimants }
}

/** By loss: its place in the order of time, equal times in the order of the list. */
function ordersOf(losses: readonly Loss[]): number[] {
  // The zone is the same for all: it moves them, and changes no order that offsets decide.
  const reader = new TimeReader('UTC')
  const times = Array.from(losses, (entry, at) => {
    const option = `losses[${show(entry?.id)}].at`
    const value = entry?.at
    if (value === undefined) return bad(option, value, "the time of the credit: 'last-credit-first' goes by it")
    if (reader.read(value) !== undefined) return bad(option, value, 'an ISO 8601 time, milliseconds or a Date')
    return { at, ms: reader.ms, sub: reader.sub }
  })
  const orders: number[] = []
  times
    .sort((a, b) => a.ms - b.ms || a.sub - b.sub || a.at - b.at)
    .forEach(({ at }, order) => {
      orders[at] = order
    })
  return orders
}

function readAmount(option: string, value: AmountInput, decimals: number, currency: string): bigint {
  const minor = parseAmount(value, decimals)
  if (typeof minor === 'number' && minor >= 0) return BigInt(minor)
  if (minor === 'too-many-decimals')
    return bad(option, value, `a multiple of the minor unit: ${currency} has ${decimals} decimals`)
  if (minor === 'amount-too-large') return bad(option, value, 'at most 2^53 - 1 minor units')
  return bad(option, value, 'an amount from 0')
}

function inMajorUnits(minor: bigint, decimals: number): string {
  if (decimals === 0) return minor.toString()
  const digits = minor.toString().padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
