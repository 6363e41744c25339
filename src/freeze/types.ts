import type { Decimal } from 'decimal.js'
import type { Shares } from '../trace/types.js'
import type { AccountKind } from '../types.js'

/** A traced credit behind an account on the freeze list: a bank checks payer, amount and time. */
export interface Evidence {
  transfer: string
  from: string
  time: Date
  amount: Decimal
  traced: Decimal
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
  range?: { min: Decimal; max: Decimal }
  evidence: Evidence[]
  /** 'statement' where the account is known up to the trace's `until`. */
  confidence: 'statement' | 'counterparty-only'
  /** The last movement of the account that any record up to `until` shows. */
  lastMovement: Date
  cautions: string[]
}

export interface FreezeList {
  at: Date
  accounts: FreezableAccount[]
  /** What may not be frozen where it is: it counts as unresolved. */
  excluded: { account: string; reason: string; amount: Decimal }[]
  /** The sum of `hold`. total + gone + returned + unresolved = stolen. */
  total: Decimal
  /** Cash-out, spent and overdraft. */
  gone: Decimal
  returned: Decimal
  unresolved: Decimal
  stolen: Decimal
}

export interface StatementRequest {
  account: string
  institution?: string
  amount: Decimal
  /** From when the statement is missing. */
  from: Date
}
