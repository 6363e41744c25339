import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import type { Followed } from './follow.js'
import type { Settled } from './read-options.js'
import type { EndCode } from './types.js'

/** What ended in one account in one way. */
export interface EndingSums {
  code: EndCode
  amount: number
  byClaim: Map<number, number>
  since: number
}

/** One account's figures in a trace, in minor units and milliseconds. */
export class AccountSums {
  readonly account: number
  readonly id: string
  level = 0
  /** The hops at which money arrived, and 0 for a victim's own; in the end each once, ascending. */
  levels: number[]
  received = 0
  sent = 0
  held = 0
  ended = 0
  heldByClaim: Map<number, number> | undefined
  /** The claims whose money arrived: kept under a rule for alerts. */
  reachedBy: Set<number> | undefined
  readonly endings: EndingSums[] = []
  balance: number | undefined
  firstReceived: number | undefined
  lastReceived: number | undefined
  lastSent: number | undefined

  constructor(account: number, id: string, isVictims: boolean) {
    this.account = account
    this.id = id
    this.levels = isVictims ? [0] : []
  }
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
  const { rows } = data
  const { conserves } = settled.rule
  const sums = new Map<number, AccountSums>()
  const { claimOf, victims } = followed
  const stolenFrom = new Map<number, number>()

  for (const { row, pieces, traced } of followed.moves) {
    const payer = rows.from[row]!
    const time = rows.time[row]!
    const from = sumsOf(payer)
    const to = sumsOf(rows.to[row]!)
    from.sent += traced
    to.received += traced
    for (const { claim, length, level } of pieces) {
      if (to.levels.at(-1) !== level) to.levels.push(level)
      if (level === 1 && claimOf.has(row)) stolenFrom.set(payer, (stolenFrom.get(payer) ?? 0) + length)
      if (conserves) continue
      to.reachedBy ??= new Set()
      to.reachedBy.add(claim)
    }
    from.lastSent = time
    to.firstReceived ??= time
    to.lastReceived = time
  }
  for (const { account, code, row, length, claim } of followed.parts) {
    const sum = sumsOf(account)
    if (IS_THERE.has(code)) {
      sum.held += length
      sum.heldByClaim ??= new Map()
      addTo(sum.heldByClaim, claim, length)
    } else {
      sum.ended += length
    }
    const time = rows.time[row]!
    const ending = sum.endings.find((known) => known.code === code)
    if (ending === undefined) {
      sum.endings.push({ code, amount: length, byClaim: new Map([[claim, length]]), since: time })
    } else {
      ending.amount += length
      addTo(ending.byClaim, claim, length)
      ending.since = Math.min(ending.since, time)
    }
  }
  for (const [account, sum] of sums) {
    // A claim may begin at a counter or abroad: that payer is nobody's own account, but what it paid is hop 1.
    if (sum.levels.length === 0) sum.levels.push(0)
    if (sum.levels.length > 1) sum.levels = [...new Set(sum.levels)].sort((a, b) => a - b)
    sum.level = sum.levels[0]!
    sum.balance = balanceOf(data, settled, account, followed.kept.get(account) ?? 0)
    if (!conserves) holdAll(sum)
    else if (sum.received + (stolenFrom.get(account) ?? 0) !== sum.sent + sum.held + sum.ended) {
      throw new FundtrailError('internal', `account ${sum.id}: traced money does not add up`)
    }
  }
  return sums

  function sumsOf(account: number): AccountSums {
    let sum = sums.get(account)
    if (sum === undefined) {
      sum = new AccountSums(account, data.accounts.ids.at(account), victims.has(account))
      sums.set(account, sum)
    }
    return sum
  }
}

function addTo(byClaim: Map<number, number>, claim: number, amount: number): void {
  byClaim.set(claim, (byClaim.get(claim) ?? 0) + amount)
}

/** Under a rule for alerts all that is in an account which a claim reached is the claim's; all it received if unknown. */
function holdAll(sum: AccountSums): void {
  if (sum.reachedBy === undefined) return
  const held = sum.balance === undefined ? sum.received : Math.max(0, sum.balance)
  sum.held = held
  if (held > 0) sum.heldByClaim = new Map([...sum.reachedBy].map((claim) => [claim, held]))
}

/** The balance at `until`, where the account is known there; what a freeze kept has not left. */
function balanceOf(data: GraphData, settled: Settled, account: number, kept: number): number | undefined {
  const { until, currency } = settled
  const ledger = data.ledgers.known(account, currency, until, data.last!.ms)
  if (ledger === undefined) return undefined
  return ledger < 0 ? kept : data.entries.balanceAt(ledger, until.ms, until.sub) + kept
}
