import type { Decimal } from 'decimal.js'
import type { Duration } from '../types.js'

export interface SplitOptions {
  /** From the first inflow to the last branch. Default 24 hours. */
  within?: Duration
  /** The least number of distinct payees. Default 2. */
  minBranches?: number
  /** The least share of the traced money that came in and went out again. Default 0.5. */
  minShare?: number
}

export interface MergeOptions {
  /** From the first inflow to the last. Default 24 hours. */
  within?: Duration
  /** The least number of distinct payers. Default 2. */
  minBranches?: number
}

export interface OtherVictimOptions {
  /** How far the window reaches beyond the first and the last traced arrival at an account. Default 24 hours. */
  within?: Duration
  /** The least share of a credit that was moved on the same way. Default 0.5. */
  minShare?: number
  /** The most entries looked at; what it cuts is `unexamined`. Default 1,000,000. */
  maxSteps?: number
}

/** The traced transfers to one payee, or from one payer. */
export interface Branch {
  account: string
  traced: Decimal
  transfers: string[]
}

/** Traced money that came in and went on to several payees. */
export interface Split {
  account: string
  level: number
  start: Date
  end: Date
  received: Decimal
  traced: Decimal
  /** traced / received */
  share: number
  inflows: string[]
  branches: Branch[]
}

/** Traced money that came together from several payers. */
export interface Merge {
  account: string
  level: number
  start: Date
  end: Date
  traced: Decimal
  branches: Branch[]
}

/**
 * An account that may be another victim's: a candidate to ask, never a verdict. Its payments went the way of the stolen
 * money, and so do those of a customer, a relative or an accomplice at times.
 */
export interface OtherVictim {
  account: string
  holder?: string
  institution?: string
  /** The least level of the accounts that it paid. */
  level: number
  /** The sum of `credits`, and how much of them was moved on the same way. */
  amount: Decimal
  moved: Decimal
  /** In the total order. */
  credits: SuspectCredit[]
  /** The times of its first and last payment that is listed or unexamined. */
  first: Date
  last: Date
  /** What it paid into traced accounts besides, and `maxSteps` left unexamined. */
  unexamined?: Decimal
}

/** A payment into a traced account that left by the branches of the stolen money. */
export interface SuspectCredit {
  transfer: string
  /** The traced account. */
  to: string
  time: Date
  amount: Decimal
  /** How much of it left to payees that had traced money from there. */
  moved: Decimal
  /** Ids of the transfers by which it left to them, in the total order. */
  via: string[]
}
