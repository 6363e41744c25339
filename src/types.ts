/**
 * The records that go in and the values that come out, as plain types. Money is in major units at this border and an
 * integer count of minor units inside; ids are non-empty strings, compared by code unit.
 */
import type { Decimal } from 'decimal.js'

/**
 * Money in major units. A string is ASCII `-?digits[.digits]`; a number counts by its shortest decimal form. The value
 * must be an exact multiple of the currency's minor unit: nothing is rounded on the way in.
 */
export type AmountInput = Decimal | string | number | bigint

/**
 * ISO 8601 (a space may stand for the T), epoch milliseconds, or a Date. A string without an offset is read in the
 * graph's `timeZone`. A date alone is the start of that day for a record, the end of it for `until` and for the end of
 * a statement period. Digits beyond milliseconds decide order.
 */
export type TimeInput = Date | string | number

/** A length of time, as date-fns understands it. */
export interface Duration {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
}

/** Where a record came from, so that every figure leads back to a file and a row. */
export interface RowSource {
  file?: string
  row?: number
}

export type TransferKind = 'transfer' | 'cash' | 'purchase' | 'fee' | 'interest'
export type AccountKind = 'bank' | 'payment' | 'securities' | 'exchange' | 'merchant' | 'cash' | 'clearing' | 'external'
export type AccountStatus = 'active' | 'frozen' | 'closed'

/** One movement of money, as a bank's file states it. */
export interface TransferRecord {
  /** Unique; "#<row number from 1>" when absent. */
  id?: string
  /** Account id of the payer. */
  from: string
  /** Account id of the payee. */
  to: string
  /** Above zero, in major units. */
  amount: AmountInput
  time: TimeInput
  /** ISO 4217, or a key of `BuildOptions.currencies`; `BuildOptions.currency` when absent. */
  currency?: string
  /** 'transfer' when absent. */
  kind?: TransferKind
  /** A failed row moved nothing: it is excluded and counted. */
  status?: 'ok' | 'failed'
  /** Id of the transfer that this one undoes. */
  reverses?: string
  /** The payer's balance right after, as its statement says; may be negative. */
  fromBalance?: AmountInput
  /** The payee's balance right after. */
  toBalance?: AmountInput
  memo?: string
  source?: RowSource | RowSource[]
  /** Other ids of the same transfer, as `mergeMirrored` leaves them: `graph.transfer` answers to each. */
  aliases?: string[]
}

/** A stretch of time in which every movement of an account is known; both ends belong to it. */
export interface Period {
  from: TimeInput
  to: TimeInput
}

/** What is known of an account. Records of one id are merged. */
export interface AccountRecord {
  id: string
  holder?: string
  /** Identity number of the holder: accounts that share it are the same person's. */
  holderId?: string
  institution?: string
  /** 'bank' when absent. */
  kind?: AccountKind
  /** Changes no tracing; a caution on the freeze list. */
  status?: AccountStatus
  /** Which measures freeze it: by whom, how much, until when. Text for the reader of a freeze list. */
  frozenBy?: string
  /** In one currency, or by currency: the balance at `statement.from`, else before the first record. */
  openingBalance?: AmountInput | Record<string, AmountInput>
  statement?: Period | Period[]
}

export type Coverage = 'complete' | 'statements'
export type Shortfall = 'opening' | 'unseen-credit' | 'overdraft'

/** How rows of one account stand that share an instant and that no balance orders; see `BuildOptions.ties`. */
export type Ties = 'records' | 'credits-first' | 'debits-first'

export interface BuildOptions {
  accounts?: Iterable<AccountRecord>
  /** The currency of records that name none. Default 'CNY'. */
  currency?: string
  /** Decimals of codes outside ISO 4217: `{ USDT: 6 }`. */
  currencies?: Record<string, number>
  /** IANA zone of times without an offset. Default 'UTC'. */
  timeZone?: string
  /**
   * 'complete': the records are all there is. 'statements': only entries inside an account's statement periods are
   * known. Default: 'statements' when any account has a statement, else 'complete'.
   */
  coverage?: Coverage
  /** What a debit larger than the known balance means where no balance is stated. Default 'opening'. */
  shortfall?: Shortfall
  /**
   * The order of rows of one account that share an instant and whose order no stated balance decides. 'records': as the
   * records came. 'credits-first', 'debits-first': an account's credits of that instant before its debits, or after
   * them, as far as balances and the same wish of other accounts allow; rows that wish in a circle stay as the records
   * came. Rows of different instants are never touched. Default 'records'.
   */
  ties?: Ties
}

/** Something wrong with a row, and what was done about it. Errors reject the row; warnings keep it. */
export interface Problem {
  code: string
  severity: 'error' | 'warning'
  message: string
  /** Number of the record from 1, in the order in which the records came. */
  row?: number
  id?: string
  file?: string
}

/** What became of the rows: `rows` is the sum of the rest. */
export interface BuildCounts {
  rows: number
  accepted: number
  /** United with an earlier row of the same id. */
  merged: number
  /** Failed, paid to oneself, or reversed: known, but moving nothing. */
  excluded: number
  /** Unusable; each has a problem of severity 'error'. */
  rejected: number
}

/** Transfers whose order nothing in the records decides. */
export interface Undecided {
  /** How many accepted transfers it concerns. */
  transfers: number
  /** The ids of the accounts whose statement depends on it, sorted. */
  accounts: string[]
}

export interface Account {
  id: string
  kind: AccountKind
  holder?: string
  holderId?: string
  institution?: string
  status?: AccountStatus
  /** Who has frozen it, as its account record says. */
  frozenBy?: string
  /** The known periods, joined where one continues another. */
  statement: { from: Date; to: Date }[]
}

export interface Transfer {
  id: string
  from: string
  to: string
  amount: Decimal
  currency: string
  time: Date
  /** 'day' where the record gave a date alone. */
  precision: 'day' | 'instant'
  kind: TransferKind
  /** Number of the record from 1. */
  row: number
  fromBalance?: Decimal
  toBalance?: Decimal
  memo?: string
  source?: RowSource[]
  aliases?: string[]
}

export interface StatementEntry {
  /** Id of the transfer; undefined for a gap or an unseen credit, which no record shows. */
  transfer: string | undefined
  direction: 'in' | 'out'
  amount: Decimal
  /** The account's balance right after this entry. */
  balance: Decimal
  /** The other account; undefined where `transfer` is. */
  counterparty: string | undefined
  time: Date
}

/**
 * One account's known movements in one currency, in order. Where statements leave a stretch of time out, what follows
 * begins with a balance of its own: `balance` of the entries shows it.
 */
export interface Statement {
  account: string
  currency: string
  /** The balance before the first entry. */
  opening: Decimal
  /** The balance after the last entry. */
  closing: Decimal
  entries: StatementEntry[]
}
