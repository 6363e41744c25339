import type { AccountKind, AccountStatus, Period, TransferKind } from '../../types.js'
import type { Direction } from '../words.js'

/** What a file says before its header and by its name, for the rows that leave it out. */
export interface Preamble {
  account: string
  holder: string
  institution: string
  /** The period that the file says it covers. */
  period?: Period
}

/** A row of a statement: money in or out of the account that the statement is of. All cells are clean text. */
export interface Movement {
  /** Undefined where the row names payer (here the account) and payee (the counterparty) from neither's side. */
  direction: Direction | undefined
  account: string
  /** Another number of the same account. */
  card: string
  holder: string
  holderId: string
  institution: string
  accountKind: AccountKind
  /** With its sign, if the file writes one: what it means is decided over all rows of the account. */
  amount: string
  balance: string
  currency: string
  time: string
  counterparty: string
  counterHolder: string
  counterId: string
  counterBank: string
  /** What the counterparty is, where the format tells; 'bank' needs no telling. */
  counterKind: AccountKind | undefined
  /** The counterparty's balance after, in formats that state it beside payer and payee. */
  counterBalance: string
  memo: string
  serial: string
  /** Other numbers of the order that it belongs to, apart by spaces: a payment institution's, as a bank's row may name it. */
  orders: string
  /** The card that a wallet's payment was taken from, where the file says so. */
  paidFrom: string
  /** Where the file says it outright; else the summary does. */
  kind: TransferKind | undefined
  isCash: boolean
  isFailed: boolean
}

/** What a companion file says of an account. `numbers` are all of one account. */
export interface AccountFact {
  numbers: string[]
  /** The one of them that is a card's: '' where none is. */
  card: string
  holder: string
  holderId: string
  institution: string
  accountKind?: AccountKind
  status?: AccountStatus
  /** The measure that freezes it, where the row is one: its number first, as the sheet counts them. */
  measure?: { nth: number; text: string }
}

/** A row that moved nothing and states no account: a total, a remark, an answer that nothing was found. */
interface Nothing {
  /** Problem code where the reader of the files should know of it. */
  code?: string
  message?: string
}

/** A row that cannot be used. */
interface Fault {
  code: string
  message: string
}

export type Reading = { movement: Movement } | { fact: AccountFact } | { nothing: Nothing } | { fault: Fault }

/** A format of files: how to know it by its header, and how to read its rows. */
export interface Format {
  readonly name: string
  /** How many columns of the header it knows, 0 where it is another format's. `header` as `cleanHeader` leaves it. */
  score(header: readonly string[]): number
  /** A reader of the rows under a header. */
  open(header: readonly string[], preamble: Preamble): (cells: readonly string[]) => Reading
}
