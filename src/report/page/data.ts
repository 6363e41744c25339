import type { AccountKind, EndCode, Lang, Rule } from '../../index.js'

/**
 * A trace as plain numbers and text, which JSON carries: all that a page draws, in Node and in the browser. Amounts are
 * whole minor units, instants milliseconds, and accounts are named by their place in `accounts`. Every text of the records
 * is safe to show: no controls, no turned direction.
 */
export interface CaseData {
  lang: Lang
  timeZone: string
  currency: string
  decimals: number
  rule: Rule
  /** The claims' ids. */
  claims: string[]
  /** By level, then held (largest first), then id. */
  accounts: CaseAccount[]
  transfers: CaseTransfers
  /** Instants at which the records give a date alone, and that date. */
  days: [at: number, date: string][]
  /** What could be frozen, step by step, of all claims; the last step is the header's line. */
  curve: RecoveryStep[]
  /** The place of the claim of which transfers, accounts and endings are the part; absent: of all. */
  chosenClaim?: number
}

export interface CaseAccount {
  /** In full, or masked where the report masks numbers. */
  id: string
  /** Short and masked, for the charts. */
  label: string
  holder?: string
  institution?: string
  kind: AccountKind
  level: number
  received: number
  sent: number
  held: number
  balance?: number
  /** On the freeze list: known to be there. */
  hold?: number
  first?: number
  last?: number
  lastSent?: number
  /** How long a unit of traced money stayed on average, in ms, up to the trace's `until`; absent where none came. */
  dwell?: number
  endings: CaseEnding[]
  /** `held` by claim, as in `CaseTransfers`; absent where there is one claim only. */
  shares?: number[]
}

/** `since` is the arrival of the oldest part, `shares` as in `CaseTransfers`. */
export type CaseEnding = [code: EndCode, amount: number, since: number, shares: number[]]

/** A place in each column is one transfer; by level, then the total order. */
export interface CaseTransfers {
  id: string[]
  from: number[]
  to: number[]
  time: number[]
  amount: number[]
  traced: number[]
  level: number[]
  /** Place of a claim and its amount, in turn; empty where there is one claim only. */
  shares: number[][]
  /** Files and rows that the record came from. */
  source: string[]
}

/** Up to an instant: freezable + gone + returned + unresolved = stolen. */
export type RecoveryStep = [at: number, freezable: number, gone: number, returned: number, unresolved: number]
