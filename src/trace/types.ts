import type { Decimal } from 'decimal.js'
import type { MoneyGraph } from '../graph/money-graph.js'
import type { Account, AccountKind, AmountInput, Coverage, Shortfall, Ties, TimeInput, Undecided } from '../types.js'

/** How a debit is attributed to the money in the account. */
export type Rule = 'fifo' | 'lifo' | 'pro-rata' | 'libr' | 'taint-first' | 'poison'
/** How claims rank among themselves under the rules that put own money first or last. */
export type Between = 'pro-rata' | 'fifo'

/** One victim's stolen money: the transfers by which it left. */
export interface ClaimInput {
  id: string
  /** Ids of the transfers that the victim disputes; one named twice counts once. */
  transfers: string[]
  /** Accounts of the victim's own beyond the payers of those transfers. */
  accounts?: string[]
}

export interface FreezeInput {
  account: string
  /** From this instant on (inclusive) the traced money in the account stays. */
  at: TimeInput
}

export interface TraceOptions {
  /** Transfer ids of one victim; short for `claims: [{ id: 'victim', transfers }]`. */
  from?: string | string[]
  /** One a victim. Either `from` or `claims`. */
  claims?: ClaimInput[]
  /** Default 'fifo'. */
  rule?: Rule
  /** Default 'pro-rata'. */
  between?: Between
  /** Inclusive; default `graph.lastTime`. Given to the millisecond, the whole millisecond counts. */
  until?: TimeInput
  /** All money that arrives at this hop (1 = the account that the victim paid) ends there as 'limit'. */
  maxLevel?: number
  /** A transfer with less traced money than this, over all claims, is listed and ends there as 'limit'. */
  minAmount?: AmountInput
  /** Asked once for each account reached that is no victim's; true ends the money there as 'stopped'. */
  stopAt?: (account: Account) => boolean
  /** What if these accounts had been frozen then? History stays as recorded; only traced money stops. */
  freezes?: FreezeInput[]
  /** The most pieces of money followed before the rest ends as 'limit'. Default 1,000,000. */
  maxPieces?: number
}

/** Every option with its default filled in: what a trace has to be repeated with. */
export interface TraceSettings {
  claims: { id: string; transfers: string[]; accounts: string[] }[]
  rule: Rule
  between: Between
  until: Date
  /**
   * Where `until` was given more finely than to the millisecond, all of it, in UTC: then this repeats the trace, for of
   * `until` the whole millisecond counts.
   */
  untilText?: string
  maxLevel: number | undefined
  minAmount: Decimal | undefined
  stopAt: ((account: Account) => boolean) | undefined
  /** `atText` as `untilText`. */
  freezes: { account: string; at: Date; atText?: string }[]
  maxPieces: number
  coverage: Coverage
  shortfall: Shortfall
  ties: Ties
  timeZone: string
}

/**
 * Where money is. On arrival: overdraft (repaid one), returned (to its victim), spent, cash-out, stopped (`stopAt`),
 * limit. At rest: frozen, no-statement, statement-ended, held. Taken away with no record of it: unexplained.
 */
export type EndCode =
  | 'held'
  | 'frozen'
  | 'no-statement'
  | 'statement-ended'
  | 'stopped'
  | 'limit'
  | 'returned'
  | 'cash-out'
  | 'spent'
  | 'overdraft'
  | 'unexplained'

/** Amounts by claim id, without a prototype; zeros are left out. */
export type Shares = Record<string, Decimal>

export interface TracedClaim {
  id: string
  /** What the claim's transfers marked: money in them that was nobody's. */
  stolen: Decimal
  /** The face amount of the claim's transfers up to `until`. */
  transferred: Decimal
  /** Ids of the claim's transfers after `until`; not in `stolen`. */
  pending: string[]
  /** The victim's own accounts: the claim's money arriving there is 'returned'. */
  accounts: string[]
}

export interface TracedTransfer {
  id: string
  from: string
  to: string
  time: Date
  amount: Decimal
  /** The stolen part of `amount`. */
  traced: Decimal
  /** The least hop of the money in it; a claim's transfer is 1. */
  level: number
  shares: Shares
}

/** received + stolen from here = sent + held + ended. */
export interface TracedAccount {
  id: string
  /** The least hop at which traced money arrived; 0 for a victim's account. */
  level: number
  /** Every hop at which traced money arrived; a victim's begins with 0. */
  levels: number[]
  holder?: string
  institution?: string
  kind: AccountKind
  received: Decimal
  sent: Decimal
  /** What is there: the endings held, frozen, no-statement, statement-ended, stopped and limit. */
  held: Decimal
  /** What ended here otherwise. */
  ended: Decimal
  /** `held` by claim. */
  shares: Shares
  /** Present where the account is known up to `until`; what a freeze kept there is in it. */
  balance?: Decimal
  firstReceived?: Date
  lastReceived?: Date
  lastSent?: Date
}

export interface Ending {
  account: string
  code: EndCode
  amount: Decimal
  shares: Shares
  /** The level of the account. */
  level: number
  /** When the oldest part arrived. */
  since: Date
}

export interface Assumption {
  code: 'inferred-opening' | 'unseen-credit' | 'gap' | 'undecided-order' | 'limit'
  account: string
  /** The opening, the credit, the gap, the traced money whose order is undecided, or what the limit cut. */
  amount: Decimal
  /** The record at which the assumption was made. */
  transfer?: string
}

/** What moved and what stayed. Every view of it (splits, freezable accounts, paths, graphs) reads only this. */
export interface Trace {
  graph: MoneyGraph
  settings: TraceSettings
  rule: Rule
  until: Date
  currency: string
  claims: TracedClaim[]
  /** The sum of the claims' `stolen`, gross of returns. */
  stolen: Decimal
  /** By level, then in the total order. */
  transfers: TracedTransfer[]
  /** By level, then held (largest first), then id. */
  accounts: TracedAccount[]
  /** Where all of it is: one an account and code; sums to `stolen` exactly, claim by claim. */
  endings: Ending[]
  /** What the result rests on, for the accounts touched. */
  assumptions: Assumption[]
  account(id: string): TracedAccount | undefined
}

export interface TracePath {
  claim: string
  amount: Decimal
  /** Transfer ids from the claim's transfer on; empty in the last path of a claim where a limit cut the rest. */
  transfers: string[]
}

/** An account whose statement would show where traced money went. */
export interface StatementRequest {
  account: string
  institution?: string
  /** The traced money lost from sight there. */
  amount: Decimal
  /** From when the statement is missing. */
  from: Date
}

/** What one account holds of the traced money under each order. */
export interface AccountByOrder {
  account: string
  /** The least of the account's levels under any of the orders. */
  level: number
  held: Record<Ties, Decimal>
  min: Decimal
  max: Decimal
}

/** One trace under several orders of the records whose order nothing decides. */
export interface OrderComparison {
  /** The orders that were tried. */
  orders: Ties[]
  currency: string
  undecided: Undecided
  /** Every account that traced money touched under any order: by `max - min` (largest first), then `max`, then id. */
  accounts: AccountByOrder[]
  /** `stolen` = `held` + `ended` under each order: what is somewhere, and what has come to an end. */
  totals: { stolen: Record<Ties, Decimal>; held: Record<Ties, Decimal>; ended: Record<Ties, Decimal> }
}
