import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import type { Followed } from './follow.js'
import type { Settled } from './read-options.js'
import type { EndCode } from './types.js'

/** One account's figures in a trace, in minor units and milliseconds. */
export interface AccountSums {
  level: number
  levels: Set<number>
  /** The claims whose money arrived. */
  reachedBy: Set<number>
  received: number
  sent: number
  held: number
  ended: number
  heldByClaim: Map<number, number>
  endings: Map<EndCode, { amount: number; byClaim: Map<number, number>; since: number }>
  balance: number | undefined
  firstReceived: number | undefined
  lastReceived: number | undefined
  lastSent: number | undefined
}

/** What is still there, if only as far as one knows. The other codes are where money went for good. */
export const IS_THERE: ReadonlySet<EndCode> = new Set([
  'held',
  'frozen',
  'no-statement',
  'statement-ended',
  'stopped',
  'limit',
])

/** Sums a trace by account: everyone that a traced transfer names. */
export function sumAccounts(data: GraphData, settled: Settled, followed: Followed): Map<number, AccountSums> {
  const { rows, ledgers } = data
  const sums = new Map<number, AccountSums>()
  const claimRows = new Set(settled.claims.flatMap((claim) => claim.rows))
  const victims = new Set(settled.claims.flatMap((claim) => [...claim.accounts]))
  const stolenFrom = new Map<number, number>()

  for (const { row, pieces, traced } of followed.moves) {
    const payer = ledgers.account[rows.fromLedger[row]!]!
    const payee = ledgers.account[rows.toLedger[row]!]!
    const time = rows.time[row]!
    const from = sumsOf(payer)
    const to = sumsOf(payee)
    from.sent += traced
    to.received += traced
    for (const { claim, length, level } of pieces) {
      to.levels.add(level)
      to.reachedBy.add(claim)
      if (level === 1 && claimRows.has(row)) stolenFrom.set(payer, (stolenFrom.get(payer) ?? 0) + length)
    }
    from.lastSent = time
    to.firstReceived ??= time
    to.lastReceived = time
  }
  for (const { account, code, row, length, claim } of followed.parts) {
    const sum = sumsOf(account)
    if (IS_THERE.has(code)) {
      sum.held += length
      sum.heldByClaim.set(claim, (sum.heldByClaim.get(claim) ?? 0) + length)
    } else {
      sum.ended += length
    }
    const time = rows.time[row]!
    const ending = sum.endings.get(code)
    if (ending === undefined) {
      sum.endings.set(code, { amount: length, byClaim: new Map([[claim, length]]), since: time })
    } else {
      ending.amount += length
      ending.byClaim.set(claim, (ending.byClaim.get(claim) ?? 0) + length)
      ending.since = Math.min(ending.since, time)
    }
  }
  for (const [account, sum] of sums) {
    // A claim may begin at a counter or abroad: that payer is nobody's own account, but what it paid is hop 1.
    if (sum.levels.size === 0) sum.levels.add(0)
    sum.level = [...sum.levels].reduce((a, b) => Math.min(a, b))
    sum.balance = balanceOf(data, settled, account, followed.kept.get(account) ?? 0)
    if (!settled.rule.conserves) {
      holdAll(sum)
      continue
    }
    if (sum.received + (stolenFrom.get(account) ?? 0) !== sum.sent + sum.held + sum.ended) {
      throw new FundtrailError('internal', `account ${data.accounts.ids.at(account)}: traced money does not add up`)
    }
  }
  return sums

  function sumsOf(account: number): AccountSums {
    const known = sums.get(account)
    if (known !== undefined) return known
    const made: AccountSums = {
      level: 0,
      levels: new Set(victims.has(account) ? [0] : []),
      reachedBy: new Set(),
      received: 0,
      sent: 0,
      held: 0,
      ended: 0,
      heldByClaim: new Map(),
      endings: new Map(),
      balance: undefined,
      firstReceived: undefined,
      lastReceived: undefined,
      lastSent: undefined,
    }
    sums.set(account, made)
    return made
  }
}

/** Under a rule for alerts all that is in an account which a claim reached is the claim's; all it received if unknown. */
function holdAll(sum: AccountSums): void {
  if (sum.reachedBy.size === 0) return
  sum.held = sum.balance === undefined ? sum.received : Math.max(0, sum.balance)
  if (sum.held > 0) for (const claim of sum.reachedBy) sum.heldByClaim.set(claim, sum.held)
}

/** The balance at `until`, where the account is known there; what a freeze kept has not left. */
function balanceOf(data: GraphData, settled: Settled, account: number, kept: number): number | undefined {
  const { until, currency } = settled
  const ledger = data.ledgers.known(account, currency, until.ms, data.last!.ms)
  if (ledger === undefined) return undefined
  return ledger < 0 ? kept : data.entries.balanceAt(ledger, until.ms, until.sub) + kept
}
