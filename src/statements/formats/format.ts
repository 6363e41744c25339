import type { AccountKind, AccountStatus, Period, TransferKind } from '../../types.js'
import type { Direction } from '../words.js'
import type { MessageName } from './iso/message-name.js'

/** What a file says before its header and by its name, for the rows that leave it out. */
export interface Preamble {
  account: string
  holder: string
  institution: string
  /** The period that the file says it covers. */
  period?: StatedPeriod
}

/** A period as the lines above a header state it. */
export interface StatedPeriod extends Period {
  /** They name no account: it holds for every account of the file, also where there are several. */
  ofAll?: boolean
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
  /** Nothing but the sign of the amount says the direction. */
  isBySign?: boolean
  /** What a message of ISO 20022 says of it beside what any row says. */
  payment?: Payment | undefined
}

/** A movement's place in a message, and the references that the payment carries through all banks and messages. */
export interface Payment {
  message: MessageName
  /** The statement, report or notification within the file, and the entry within that: equal for parts of one entry. */
  part: number
  entry: number
  /** The amount of the whole entry, with a minus if it is out of the account. */
  entryAmount: string
  /** Each with its kind before it: uetr:, e2e:, tx:, instr:, svcr: (of the bank that keeps the account), ntry:. */
  references: readonly string[]
  /** Those of the payment that this one returns. */
  original: readonly string[]
  /** Booked to undo another, or a return. */
  undoes: boolean
  /** Undefined where the message does not say. */
  kind: TransferKind | undefined
}

/** A balance of an account's book, below zero where the account is overdrawn. */
export interface BookedBalance {
  amount: string
  currency: string
  /** A date or a time, '' where there is none. */
  time: string
  /** The balance at the end of the statement before: its date is the last day of that one. */
  isPrevious: boolean
}

/** A statement or report of ISO 20022, or one page of it: what it says of the account as a whole. */
export interface StatementPart {
  message: MessageName
  part: number
  id: string
  account: string
  currency: string
  /** The number of the statement, where it has one, and of the page. */
  sequence: number | undefined
  page: number | undefined
  isLastPage: boolean | undefined
  /** The stated period, '' where there is none; an end at midnight may mean the day that begins there. */
  from: string
  to: string
  isToMidnight: boolean
  created: string
  opening: BookedBalance | undefined
  closing: BookedBalance | undefined
  /** Sum of the booked entries in its currency, those out of the account below zero. */
  booked: string
  /** The first and the last day on which one was booked, '' where none was. */
  firstDay: string
  lastDay: string
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

/** What a message says of an account's statement is no row. */
export type PartReading = { statement: StatementPart }

/** A format of files: how to know it by its header, and how to read its rows. */
export interface Format {
  readonly name: string
  /** How many columns of the header it knows, 0 where it is another format's. `header` as `cleanHeader` leaves it. */
  score(header: readonly string[]): number
  /** A reader of the rows under a header. */
  open(header: readonly string[], preamble: Preamble): (cells: readonly string[]) => Reading
}
