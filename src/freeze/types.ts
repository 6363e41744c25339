import type { Decimal } from 'decimal.js'
import type { Assumption, Rule, Shares } from '../trace/types.js'
import type { AccountKind, AmountInput, TimeInput } from '../types.js'

/**
 * What to know before an order is written; none of them takes an account off the list.
 *
 * - 'already-frozen': its recorded status, or `frozenBy`. 'closed': its recorded status.
 * - 'victim-account': another victim's own. 'joint-victims': money of more than one claim rests there.
 * - 'mostly-other-money': the balance is more than twice `hold`.
 * - 'possible-good-faith': it looks like a trader's, who may have given something for the money without knowing: it took
 *   a payment of kind 'purchase', or ten or more payers paid it whose money is not traced. (They may be further victims:
 *   see `findOtherVictims`.)
 * - 'salary': an untraced credit whose memo names wages or a pension (工资, 薪金, 薪酬, 薪资, 薪水, 养老金, 退休金, salary,
 *   wages, payroll, pension), or three from one payer, each 25 to 35 days after the other.
 * - 'no-statement', 'statement-ended': part of the request is not known to be there.
 * - 'rules-disagree': the rules compared leave different amounts there.
 * - The others are the trace's assumptions about it.
 *
 * For 'possible-good-faith' and 'salary' the account's last 1,000 credits up to the trace's `until` are looked at.
 */
export type Caution =
  | 'already-frozen'
  | 'closed'
  | 'victim-account'
  | 'joint-victims'
  | 'mostly-other-money'
  | 'possible-good-faith'
  | 'salary'
  | 'no-statement'
  | 'statement-ended'
  | 'rules-disagree'
  | Assumption['code']

/** A traced credit behind an account on the freeze list: a bank checks payer, amount and time. */
export interface Evidence {
  transfer: string
  from: string
  /** The payer's, where account records name them. */
  holder?: string
  institution?: string
  time: Date
  amount: Decimal
  traced: Decimal
}

export interface AmountRange {
  min: Decimal
  max: Decimal
}

export interface FreezableAccount {
  account: string
  level: number
  holder?: string
  institution?: string
  kind: AccountKind
  /** Known to be there: the held and frozen endings, at most the balance. */
  hold: Decimal
  /** What to write on the order: `hold` and what ended here 'statement-ended' or 'no-statement'. */
  request: Decimal
  balance?: Decimal
  /** `request` by claim, before a balance capped it. */
  shares: Shares
  /** The least and the most that may rest there under what was compared with: other rules, all allocations, or both. */
  range?: AmountRange
  evidence: Evidence[]
  /** 'statement' where the account is known up to the trace's `until`. */
  confidence: 'statement' | 'counterparty-only'
  /**
   * How fresh the knowledge is: up to when the account's own movements are known, at most the trace's `until`. Absent
   * where only its counterparties are known.
   */
  knownUntil?: Date
  /** The last movement of the account that any record up to `until` shows. */
  lastMovement: Date
  /**
   * How long traced money stays in accounts of this kind, in milliseconds: over this trace, the time that every unit
   * spent in a known account of the kind, up to `until`, over the units that left one. Absent where none has.
   */
  dwell?: number
  /** Who has frozen it already, as its account record says. */
  frozenBy?: string
  cautions: Caution[]
}

/** The orders of one institution, the most urgent first. */
export interface InstitutionGroup {
  /** Absent where no account record names one. */
  institution?: string
  hold: Decimal
  request: Decimal
  accounts: FreezableAccount[]
}

export interface FreezeList {
  at: Date
  /** The most urgent first. */
  accounts: FreezableAccount[]
  /** The same accounts by institution: the largest hold first, then request, then name; without a name last. */
  byInstitution: InstitutionGroup[]
  /** What may not be frozen where it is: it counts as unresolved. */
  excluded: { account: string; reason: ExclusionReason; amount: Decimal }[]
  /** The sum of `hold`. total + gone + returned + unresolved = stolen. */
  total: Decimal
  /** Cash-out, spent and overdraft. */
  gone: Decimal
  returned: Decimal
  unresolved: Decimal
  stolen: Decimal
}

/**
 * Why an account is not to be frozen: its kind is 'clearing', or its holder's name says that it holds a payment
 * institution's reserve (备付金) or money in settlement (清算资金, 待清算, 清算户, 清算账户, 清算专户, 交易结算资金).
 */
export type ExclusionReason = 'clearing-account' | 'reserve-account' | 'settlement-account'

/** What was to be had at an instant: freezable + gone + returned + unresolved = stolen. */
export interface RecoveryPoint {
  at: Date
  freezable: Decimal
  gone: Decimal
  returned: Decimal
  /** Not known to be there, and not known to be gone. */
  unresolved: Decimal
  /** What the claims' transfers up to `at` had marked. */
  stolen: Decimal
}

export interface FreezeOptions {
  /** What other rules leave where, from `compareRules` with the same claims. */
  comparison?: RuleComparison
  /** What any allocation could leave where, from `attributionBounds` with the same claims. */
  bounds?: ReadonlyMap<string, AmountRange>
}

export interface BestFreezesOptions {
  /** The instant, inclusive, at most the trace's `until`, which is the default. */
  at?: TimeInput
  /** How many orders at most. Default 3. */
  count?: number
}

/** An account to freeze at an instant; it can stand in the `freezes` of a trace as it is. */
export interface BestFreeze extends FreezableAccount {
  at: Date
}

/** Balances by account id, as the banks answered; an account not named has the trace's own balance, where known. */
export type Balances = ReadonlyMap<string, AmountInput> | Readonly<Record<string, AmountInput>>

/** What was asked of accounts and what became of it: asked = held + gone + returned + open + passed. */
export interface CascadeFigures {
  asked: Decimal
  /** The lien. */
  held: Decimal
  /** Arrived as cash, or paid for something: nothing to hold. */
  gone: Decimal
  /** Came back to the victim whose it was. */
  returned: Decimal
  /** Neither held nor seen to leave: the balance does not have it, or is not known. */
  open: Decimal
  /** What is asked of the next layer. */
  passed: Decimal
}

/** One account's answer in one layer. */
export interface CascadeAccount extends CascadeFigures {
  account: string
  holder?: string
  institution?: string
  kind: AccountKind
  /** What the account has for this layer: its balance less what earlier layers hold there; absent where not known. */
  balance?: Decimal
  /** `held` by claim. */
  shares: Shares
  /** The credits by which the ticket came, each with what is asked because of it. */
  tickets: { transfer: string; from: string; asked: Decimal }[]
}

/** All accounts that are asked in the same round; layer 1 are those that the victims paid. */
export interface CascadeLayer extends CascadeFigures {
  layer: number
  /** The most held first, then the most asked, then id. */
  accounts: CascadeAccount[]
}

/** A loss taken level by level: disputed = held + gone + returned + open. */
export interface Cascade {
  disputed: Decimal
  held: Decimal
  gone: Decimal
  returned: Decimal
  open: Decimal
  layers: CascadeLayer[]
}

/** One account under several rules. */
export interface ComparedAccount {
  account: string
  /** The least under any rule. */
  level: number
  holder?: string
  institution?: string
  kind: AccountKind
  /** What rests there, by rule. */
  held: Partial<Record<Rule, Decimal>>
  /** Of `held`, over the rules that follow amounts; absent where 'poison' alone is compared. */
  range?: AmountRange
}

/** The line that adds up under each rule: stolen = freezable + gone + returned + unresolved. */
export interface ComparedTotals {
  stolen: Decimal
  freezable: Decimal
  gone: Decimal
  returned: Decimal
  unresolved: Decimal
}

/** An account a row, a rule a column. */
export interface RuleComparison {
  /** The columns, in the order given. */
  rules: Rule[]
  currency: string
  until: Date
  accounts: ComparedAccount[]
  /** By rule; 'poison' has none. */
  totals: Partial<Record<Rule, ComparedTotals>>
}
