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
