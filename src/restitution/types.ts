import type { Decimal } from 'decimal.js'
import type { Rule, Shares } from '../trace/types.js'
import type { AmountInput, TimeInput } from '../types.js'

/** How what was recovered is divided among those who lost; see `restitution`. */
export type DistributionRule = 'pari-passu' | 'last-credit-first' | 'net-loss' | 'rising-tide'

/** What is there to give back. */
export interface Pool {
  amount: AmountInput
  /** ISO 4217, or a key of `RestitutionOptions.currencies`. Default 'CNY'. */
  currency?: string
}

/** What one victim lost; under 'last-credit-first' one credit, of which a victim may have several. */
export interface Loss {
  id: string
  /** From 0, before what the victim got back. */
  loss: AmountInput
  /** What the victim got back before. Default 0. */
  withdrawn?: AmountInput
  /** When the money came in: 'last-credit-first' needs it. Times without an offset are all read in one zone. */
  at?: TimeInput
}

export interface RestitutionOptions {
  /** Default 'pari-passu'. */
  rule?: DistributionRule
  /**
   * The denominator, where more victims are known to exist than are listed: what the others would get stays in the
   * residual. In the measure of the rule: losses, or net losses under 'net-loss'; 'last-credit-first' has none.
   */
  totalClaims?: AmountInput
  /**
   * 'keep': the last minor units, which cannot be divided, stay frozen. 'largest-remainder': they go, one each, to those
   * whose share was cut the most, of equal ones to the earlier in the list. Default 'keep'.
   */
  residual?: 'keep' | 'largest-remainder'
  /** A smaller pool is not distributed at all: 1,000 yen in Japan. Default 0. */
  minimum?: AmountInput
  /** Decimals of currencies outside ISO 4217, as in `BuildOptions`: `{ USDT: 6 }`. */
  currencies?: Record<string, number>
}

export interface Restitution {
  /** What each id gets, without a prototype; who gets nothing is stated with 0. */
  shares: Record<string, Decimal>
  /** What stays: pool = residual + the sum of the shares. */
  residual: Decimal
}

/**
 * Which of the three cases of art. 8 of China's return rules (银监发〔2016〕41号) a frozen account is: 'one-credit',
 * 'traceable' or 'pro-rata'. 'nothing-traced': nothing of any claim rests there. 'unknown': the account's statement does
 * not reach up to the trace's `until`, or the trace stopped there, so that nobody can say.
 */
export type Basis = 'one-credit' | 'traceable' | 'pro-rata' | 'nothing-traced' | 'unknown'

export interface BasisOptions {
  /** Up to this much a victim's share may differ between the rules, for fees. Default 0. */
  tolerance?: AmountInput
}

/** What is left of one claim's money in the account under each rule that the test compares. */
export interface BasisShare {
  claim: string
  byRule: Partial<Record<Rule, Decimal>>
  min: Decimal
  max: Decimal
  /** max - min. */
  difference: Decimal
}

/** A credit that brought traced money, under the trace's own rule. */
export interface TracedCredit {
  transfer: string
  from: string
  time: Date
  amount: Decimal
  traced: Decimal
  shares: Shares
}

export interface RestitutionBasis {
  account: string
  currency: string
  basis: Basis
  /** The item of art. 8; absent where none applies. */
  item?: 1 | 2 | 3
  reason: string
  reasonZh: string
  tolerance: Decimal
  /** The rules compared. */
  rules: Rule[]
  /** By claim, those of the trace that any of the rules leaves something of. */
  shares: BasisShare[]
  /** The claims on which the rules differ by more than the tolerance: why it is pro rata. */
  disagreements: string[]
  /** Every credit of the account up to the trace's `until`, traced or not. */
  credits: { count: number; amount: Decimal }
  /** Whether money is there, came or may have come that no credit on record explains: an opening balance, a gap, a hole between statements. */
  unexplained: boolean
  traced: TracedCredit[]
}

export interface LossesOptions {
  /**
   * What a victim's claim in this account is. 'tracedIn': what was traced into it, whatever became of it since.
   * 'totalLoss': all that the victim lost. The statute leaves it open. Default 'tracedIn'.
   */
  claimBase?: 'tracedIn' | 'totalLoss'
  /**
   * Whose claims make the denominator. 'knownVictims': those of the trace. 'allSuspectInflows': also every other credit
   * of the account, but for those named in `legitimate` and interest. 'allInflows': every other credit. Credits that only
   * a gap in the balances shows count in both; what may have come between two statements does not. The statute leaves it open. Default 'allSuspectInflows', the cautious one: who has not yet reported is not paid out to others.
   */
  shareBase?: 'knownVictims' | 'allSuspectInflows' | 'allInflows'
  /** Ids of credits that are shown to be legitimate. */
  legitimate?: readonly string[]
  /** Only credits within count as inflows, both ends included. Default: all on record up to the trace's `until`. */
  window?: { from?: TimeInput; to?: TimeInput }
  /**
   * What the victim got back. 'net': the loss is already less it. 'beside': the loss is gross and `withdrawn` stands
   * beside it, as 'net-loss' and 'rising-tide' need. Default 'net'.
   */
  refunds?: 'net' | 'beside'
}

/** What `restitution` needs for one account, with what it was counted from. */
export interface AccountLosses {
  account: string
  currency: string
  losses: { id: string; loss: Decimal; withdrawn?: Decimal }[]
  /** Absent for 'knownVictims'. */
  totalClaims?: Decimal
  /** The credits that count for `totalClaims`, and how much of them is no listed victim's; zero for 'knownVictims'. */
  inflows: { count: number; amount: Decimal; others: Decimal }
}
