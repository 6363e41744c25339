import type { Decimal } from 'decimal.js'
import type { TimeInput } from '../../types.js'
import type { Rule } from '../types.js'

/** What is asked: whose money an account holds, or whose money a transfer moved. */
export type SourcesOptions = HoldingSources | TransferSources

interface CommonSources {
  /** 'fifo' (default), 'lifo' or 'pro-rata': the rules that need no claim. */
  rule?: Rule
  /** The most steps back before the rest is a share of code 'limit'. Default 2,000,000. */
  maxSteps?: number
}

/** All that an account holds at an instant. */
export interface HoldingSources extends CommonSources {
  account: string
  /** Inclusive; default `graph.lastTime`. */
  at?: TimeInput
  /** Needed where the account has several. */
  currency?: string
  transfer?: never
}

/** All that a transfer moved. */
export interface TransferSources extends CommonSources {
  transfer: string
  account?: never
  at?: never
  currency?: never
}

/**
 * How money entered the known graph. no-statement: by a payer whose statement is not known. cash: as cash. merchant: by
 * a merchant. purchase: as the price or the fee that somebody paid for something. opening: it was there when what is
 * known of the account begins. unseen-credit, gap: by a credit that no record shows. overdraft: the account's bank lent
 * it. limit: not followed further.
 */
export type SourceCode =
  | 'no-statement'
  | 'cash'
  | 'merchant'
  | 'purchase'
  | 'opening'
  | 'unseen-credit'
  | 'gap'
  | 'overdraft'
  | 'limit'

/** Money of one account in what was asked about, as far back as it is known. */
export interface SourceShare {
  /** Where the money entered the known graph: the payer, or the account in which it was or turned up. */
  account: string
  code: SourceCode
  amount: Decimal
  /** The least number of transfers back; 1 = it was paid straight in, 0 = it was in the account asked about. */
  level: number
  /** Every number of transfers back; absent under 'pro-rata', which mixes the ways. */
  levels?: number[]
  /** Ids of the transfers with which its ways begin, in the total order; empty at level 0. */
  transfers: string[]
  /** The time of the first of `transfers`; absent where there is none. */
  first?: Date
  /** The time of the last of `transfers`. */
  last?: Date
}
