import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, transferIndex } from '../graph/money-graph.js'
import { parseAmount } from '../money.js'
import { show } from '../show.js'
import { SUB_DIGITS, TimeReader, WHOLE_MS } from '../time.js'
import type { Account, AccountKind, AmountInput, TimeInput } from '../types.js'
import { ruleNamed } from './rules/index.js'
import type { AttributionRule } from './rules/rule.js'
import type { Between, ClaimInput, TraceOptions } from './types.js'

/** A claim with its ids as indexes. */
interface Claim {
  id: string
  /** Rows of its transfers, each once, in the order given. */
  rows: number[]
  /** The victim's own accounts. */
  accounts: Set<number>
}

/** An instant of the options, as text too where it was given more finely than to the millisecond. */
export interface GivenInstant {
  ms: number
  sub: number
  text?: string
}

/** The options of a trace, checked, with indexes for ids and minor units for amounts. */
export interface Settled {
  claims: Claim[]
  rule: AttributionRule
  between: Between
  currency: number
  until: GivenInstant
  maxLevel: number
  minAmount: number
  stopAt: ((account: Account) => boolean) | undefined
  /** By account: from when on its traced money stays. */
  freezes: Map<number, GivenInstant>
  maxPieces: number
}

const MAX_PIECES = 1_000_000

/** Kinds of payer that are nobody's own account: money does not return to a victim there. */
const NOT_A_VICTIMS: readonly AccountKind[] = ['cash', 'clearing', 'merchant', 'external']

/** Checks the options of a trace. @throws FundtrailError as `trace` documents */
export function readOptions(data: GraphData, options: TraceOptions): Settled {
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; give at least { from: transferId }`)
  }
  const claims = readClaims(data, claimInputs(options))
  const currency = soleCurrency(data, claims)
  const between = options.between ?? 'pro-rata'
  if (between !== 'pro-rata' && between !== 'fifo') bad('between', between, "'pro-rata' or 'fifo'")
  const { maxLevel, maxPieces = MAX_PIECES, stopAt } = options
  if (maxLevel !== undefined && !(Number.isInteger(maxLevel) && maxLevel >= 1)) {
    bad('maxLevel', maxLevel, 'a whole number from 1')
  }
  if (!(Number.isInteger(maxPieces) && maxPieces >= 1)) bad('maxPieces', maxPieces, 'a whole number from 1')
  if (stopAt !== undefined && typeof stopAt !== 'function') bad('stopAt', stopAt, 'a function of an account')
  return {
    claims,
    rule: ruleNamed(options.rule ?? 'fifo'),
    between,
    currency,
    until: options.until === undefined ? endOfRecords(data) : readTime(data, 'until', options.until, true),
    maxLevel: maxLevel ?? Number.POSITIVE_INFINITY,
    minAmount: readMinimum(options.minAmount, data.decimals[currency]!),
    stopAt,
    freezes: readFreezes(data, options),
    maxPieces,
  }
}

function claimInputs({ from, claims }: TraceOptions): ClaimInput[] {
  if (from !== undefined && claims !== undefined) {
    throw new FundtrailError('bad-option', 'both `from` and `claims` are given; `from` is short for one claim')
  }
  if (from !== undefined) return [{ id: 'victim', transfers: Array.isArray(from) ? from : [from] }]
  if (Array.isArray(claims) && claims.length > 0) return claims
  throw new FundtrailError(
    'bad-option',
    claims === undefined
      ? 'no claim is given; name the stolen transfers in `from`, or one claim a victim in `claims`'
      : `claims is ${Array.isArray(claims) ? 'empty' : show(claims)}; it must list one claim a victim`,
  )
}

function readClaims(data: GraphData, inputs: ClaimInput[]): Claim[] {
  const claims: Claim[] = []
  const claimOf = new Map<number, string>()
  const ids = new Set<string>()
  for (const input of inputs) {
    const { id, transfers, accounts = [] } = input ?? {}
    if (typeof id !== 'string' || id === '') bad('claims[].id', id, 'a non-empty string')
    if (ids.has(id)) bad('claims[].id', id, 'different for each claim')
    if (!Array.isArray(transfers) || transfers.length === 0) {
      bad(`claims[${show(id)}].transfers`, transfers, 'a list of at least one transfer id')
    }
    if (!Array.isArray(accounts)) bad(`claims[${show(id)}].accounts`, accounts, 'a list of account ids')
    ids.add(id)
    const rows = new Set<number>()
    for (const transfer of transfers) {
      const row = transferIndex(data, transfer)
      const other = claimOf.get(row)
      if (other !== undefined && other !== id) {
        throw new FundtrailError(
          'bad-option',
          `transfer ${show(transfer)} is in the claims ${show(other)} and ${show(id)}; it belongs to one victim`,
          { transfer, claims: [other, id] },
        )
      }
      claimOf.set(row, id)
      rows.add(row)
    }
    claims.push({ id, rows: [...rows], accounts: victimAccounts(data, rows, accounts) })
  }
  for (const claim of claims) refuseOwnPayees(data, claim)
  return claims
}

/** The payers, the accounts that share a holder with one of them, and those that the claim names. */
function victimAccounts(data: GraphData, rows: Set<number>, named: string[]): Set<number> {
  const { accounts } = data
  const result = new Set<number>()
  const holders = new Set<string>()
  for (const row of rows) {
    const payer = data.rows.from[row]!
    if (NOT_A_VICTIMS.includes(accounts.kind(payer))) continue
    result.add(payer)
    const holderId = accounts.info(payer)?.holderId
    if (holderId !== undefined) holders.add(holderId)
  }
  for (const holder of holders) for (const other of accounts.ofHolder(holder)) result.add(other)
  for (const id of named) result.add(accountIndex(data, id))
  return result
}

function refuseOwnPayees(data: GraphData, claim: Claim): void {
  for (const row of claim.rows) {
    const payee = data.rows.to[row]!
    if (!claim.accounts.has(payee)) continue
    const transfer = data.rows.ids.at(row)
    const account = data.accounts.ids.at(payee)
    throw new FundtrailError(
      'bad-option',
      `transfer ${show(transfer)} of claim ${show(claim.id)} goes to ${show(account)}, the victim's own account; claim what left the victim`,
      { transfer, claim: claim.id, account },
    )
  }
}

function soleCurrency(data: GraphData, claims: Claim[]): number {
  const used = new Set<number>()
  for (const claim of claims) {
    for (const row of claim.rows) used.add(data.ledgers.currency[data.rows.fromLedger[row]!]!)
  }
  const [currency, ...others] = used
  if (others.length === 0) return currency!
  const codes = [...used].map((code) => data.currencies[code]!).sort()
  throw new FundtrailError(
    'mixed-currencies',
    `the claims' transfers are in ${codes.join(', ')}; trace each currency on its own`,
    { currencies: codes },
  )
}

function endOfRecords(data: GraphData): { ms: number; sub: number } {
  return { ms: data.last!.ms, sub: WHOLE_MS }
}

function readMinimum(amount: AmountInput | undefined, decimals: number): number {
  if (amount === undefined) return 0
  const minor = parseAmount(amount, decimals)
  if (typeof minor === 'string' || minor < 0) return bad('minAmount', amount, 'an amount of the currency from 0')
  return minor
}

function readFreezes(data: GraphData, { freezes = [] }: TraceOptions): Settled['freezes'] {
  const result: Settled['freezes'] = new Map()
  if (!Array.isArray(freezes)) return bad('freezes', freezes, 'a list of { account, at }')
  for (const freeze of freezes) {
    const { account, at } = freeze ?? {}
    const index = accountIndex(data, account)
    const instant = readTime(data, 'freezes[].at', at, false)
    const known = result.get(index)
    const isEarlier =
      known === undefined || instant.ms < known.ms || (instant.ms === known.ms && instant.sub < known.sub)
    if (isEarlier) result.set(index, instant)
  }
  return result
}

/** An instant of the options; `asEnd`: to the end of what was given. @throws FundtrailError 'bad-option' */
export function readTime(data: GraphData, option: string, value: TimeInput, asEnd: boolean): GivenInstant {
  const time = new TimeReader(data.timeZone)
  const fault = time.read(value)
  if (fault !== undefined) bad(option, value, `an ISO 8601 time that ${time.timeZone} has, milliseconds or a Date`)
  if (asEnd) time.toEnd()
  const { ms, sub, finer } = time
  return finer ? { ms, sub, text: exactText(ms, sub) } : { ms, sub }
}

/** An instant in UTC with all its digits, of which there are more than three. */
function exactText(ms: number, sub: number): string {
  const digits = String(sub).padStart(SUB_DIGITS, '0').replace(/0+$/, '')
  return new Date(ms).toISOString().replace('Z', `${digits || '0'}Z`)
}

function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
