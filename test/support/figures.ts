/** What a trace says, as plain integers and strings: the form in which the replay and the library are compared. */
import type { Decimal } from 'decimal.js'
import type { EndCode, Trace } from '../../src/trace/types.js'

/** Hundredths by claim id, without zeros. */
export type CentsByClaim = Record<string, number>

export interface Figures {
  stolen: number
  claims: Record<string, ClaimFigures>
  /** In the order of the contract: by level, then the total order. */
  transfers: TransferFigures[]
  /** By level, then held (largest first), then id. */
  accounts: AccountFigures[]
  /** In the order of the accounts, then of the codes. */
  endings: EndingFigures[]
}

interface ClaimFigures {
  stolen: number
  transferred: number
  /** Sorted. */
  pending: string[]
  /** Sorted. */
  accounts: string[]
}

export interface TransferFigures {
  id: string
  traced: number
  level: number
  shares: CentsByClaim
}

export interface AccountFigures {
  id: string
  level: number
  levels: number[]
  received: number
  sent: number
  held: number
  ended: number
  shares: CentsByClaim
  balance: number | 'unknown'
  firstReceived: number | 'never'
  lastReceived: number | 'never'
  lastSent: number | 'never'
}

export interface EndingFigures {
  account: string
  code: EndCode
  amount: number
  shares: CentsByClaim
  level: number
  since: number
}

/** The order in which one account's endings are listed. */
export const endCodes: readonly EndCode[] = [
  'held',
  'frozen',
  'no-statement',
  'statement-ended',
  'stopped',
  'limit',
  'returned',
  'cash-out',
  'spent',
  'overdraft',
  'unexplained',
]

/** What counts as being in the account still; the other codes are its `ended`. */
export const resting: ReadonlySet<EndCode> = new Set(endCodes.slice(0, 6))

function inCents(amount: Decimal): number {
  const value = amount.times(100)
  if (!value.isInteger()) throw new Error(`${amount.toFixed()} is no multiple of 0.01`)
  return value.toNumber()
}

function sharesInCents(shares: Record<string, Decimal>): CentsByClaim {
  return Object.fromEntries(Object.entries(shares).map(([claim, amount]) => [claim, inCents(amount)]))
}

/** The library's answer in that form. Reads only what the contract promises. */
export function figuresOf(trace: Trace): Figures {
  return {
    stolen: inCents(trace.stolen),
    claims: Object.fromEntries(
      trace.claims.map((claim) => [
        claim.id,
        {
          stolen: inCents(claim.stolen),
          transferred: inCents(claim.transferred),
          pending: [...claim.pending].sort(),
          accounts: [...claim.accounts].sort(),
        },
      ]),
    ),
    transfers: trace.transfers.map((transfer) => ({
      id: transfer.id,
      traced: inCents(transfer.traced),
      level: transfer.level,
      shares: sharesInCents(transfer.shares),
    })),
    accounts: trace.accounts.map((account) => ({
      id: account.id,
      level: account.level,
      levels: [...account.levels],
      received: inCents(account.received),
      sent: inCents(account.sent),
      held: inCents(account.held),
      ended: inCents(account.ended),
      shares: sharesInCents(account.shares),
      balance: account.balance === undefined ? 'unknown' : inCents(account.balance),
      firstReceived: account.firstReceived?.getTime() ?? 'never',
      lastReceived: account.lastReceived?.getTime() ?? 'never',
      lastSent: account.lastSent?.getTime() ?? 'never',
    })),
    endings: trace.endings.map((ending) => ({
      account: ending.account,
      code: ending.code,
      amount: inCents(ending.amount),
      shares: sharesInCents(ending.shares),
      level: ending.level,
      since: ending.since.getTime(),
    })),
  }
}
