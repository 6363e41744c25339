import type { Decimal } from 'decimal.js'
import type { FreezableAccount } from '../freeze/types.js'
import type { LossesOptions, RestitutionBasis } from '../restitution/types.js'
import type { Account, AmountInput, TimeInput, Transfer } from '../types.js'

/** The language of titles, headers and words: Chinese or English. */
export type Lang = 'zh' | 'en'

export interface DocumentOptions {
  /** Default 'zh': the forms are Chinese. */
  lang?: Lang
  /** IANA zone of the times. Default: that of the graph. */
  timeZone?: string
}

export interface DocumentColumn<Row> {
  key: keyof Row & string
  header: string
  /** The name of the field in the platform's stop-payment message (100101), where it has one. */
  field?: string
}

/** A form as data: columns in their order, with headers, and rows. `documentCells` makes text of it. */
export interface DocumentTable<Row> {
  title: string
  currency: string
  /** Decimals of the currency. */
  decimals: number
  columns: DocumentColumn<Row>[]
  rows: Row[]
}

/** One account to stop, with the transfer that proves why. */
export interface StopListRow {
  number: number
  institution?: string
  holder?: string
  account: string
  /** The transfer with the most traced money behind what rests there: the bank compares payer, amount and time. */
  transfer: string
  payerInstitution?: string
  payerHolder?: string
  payer: string
  amount: Decimal
  time: string
  currency: string
  /** The limit to ask for. */
  request: Decimal
  /** What is known to be there. */
  hold: Decimal
  /** Limit, or receive only where what is there is not proved by a statement. */
  measure: string
  /** How many traced credits are behind it. */
  evidence: number
  /** File and row of `transfer`. */
  source: string
  /** When the stop begins and ends, where `at` is given. */
  from?: string
  expires?: string
  /** With who froze it already, where that is known. */
  cautions: string
  /** The row as the platform's message has it: its fields by name, its own form of times. No column shows it. */
  message: StopMessage
}

/**
 * The fields of the platform's stop-payment message (100101). Amounts are in yuan (or the currency of the trace), times
 * yyyyMMddHHmmss in the zone of the list, a date alone yyyyMMdd. What the records do not say is left out.
 */
export interface StopMessage {
  applicationID?: string
  applicationType?: string
  caseNumber?: string
  caseType?: string
  emergencyLevel?: string
  transferOutBankID?: string
  transferOutBankName?: string
  transferOutAccountName?: string
  transferOutAccountNumber?: string
  currency?: string
  transferAmount?: string
  transferTime?: string
  bankID?: string
  bankName?: string
  accountType?: string
  accountName?: string
  accountNumber?: string
  reason?: string
  remark?: string
  startTime?: string
  expireTime?: string
  applicationTime?: string
  org?: string
  operators?: string
}

export interface StopListOptions extends DocumentOptions {
  /** When the payments are stopped: the list then says until when, 48 hours later. */
  at?: TimeInput
  /** Fields of the message that no record holds (case number, reason, bank codes, kind of account), or holds otherwise. */
  fields?: (account: FreezableAccount, number: number) => StopMessage | undefined
}

/** The traced money of one level in one transfer. */
export interface FlowRow {
  number: number
  level: number
  /** To the second, as the bank recorded it; a date alone where the record has no more. */
  time: string
  fromHolder?: string
  from: string
  fromInstitution?: string
  toHolder?: string
  to: string
  toInstitution?: string
  amount: Decimal
  /** The part of `amount` that is stolen and of this level; a transfer with several levels has a row for each. */
  traced: Decimal
  /** Whose: "victim-1 500.00; victim-2 20.00". */
  victims: string
  transfer: string
  source: string
}

/** What one victim gets from one frozen account. */
export interface RestitutionRow {
  number: number
  account: string
  holder?: string
  institution?: string
  frozen: Decimal
  victim: string
  /** The first and the last time that the victim's money came in. */
  firstCredit: string
  lastCredit: string
  /** The victim's money that came in. */
  credited: Decimal
  /** The item of art. 8. */
  method: string
  /** What the victim's claim is. */
  claim: Decimal
  /** The claim's part of all claims, in per cent cut to four decimals; item 3 alone has one. */
  ratio?: string
  share: Decimal
  /** What stays frozen, all victims paid. */
  residual: Decimal
}

export interface RestitutionTableOptions extends DocumentOptions, Omit<LossesOptions, 'refunds'> {
  /** What is frozen in the account and available for return. */
  frozen: AmountInput
  /** The item of art. 8 that was decided on. Default: what `restitutionBasis` finds. */
  item?: 1 | 2 | 3
  /** For `restitutionBasis`. */
  tolerance?: AmountInput
  /** As in `restitution`. Default 'keep'. */
  residual?: 'keep' | 'largest-remainder'
}

export interface RestitutionTable extends DocumentTable<RestitutionRow> {
  basis: RestitutionBasis
  /** The item applied. */
  item: 1 | 2 | 3
  /** What stays frozen. */
  residual: Decimal
}

/** What is known of the original payment message; what is not is left out of the recall. */
export interface OriginalPayment {
  /** Message id and name of the original, such as pacs.008.001.08: both or neither. */
  messageId?: string
  messageName?: string
  created?: TimeInput
  instructionId?: string
  endToEndId?: string
  uetr?: string
}

export interface RecallOptions {
  /** When the messages are made: the library reads no clock. */
  created: TimeInput
  /** IANA zone of the times. Default: that of the graph. */
  timeZone?: string
  /** At most 35 characters, another one for each message. Default: RECALL-, the day of `created`, a number. */
  messageId?: (transfer: Transfer, number: number) => string
  /** The case at the bank that asks, at most 35 characters. */
  caseId?: string
  /** The BIC of an account's institution; without one its name is written. */
  bic?: (account: Account) => string | undefined
  /** Default: the id of the transfer stands as the instruction id, but for one made of its place in the records. */
  original?: (transfer: Transfer) => OriginalPayment | undefined
  /** Free text for the bank that is asked, at most 105 characters. */
  information?: string
  /** Whether to name payer and payee (`OrgnlTxRef`), which some networks leave out. Default true. */
  parties?: boolean
  /** The version of camt.056.001. Default '11'. */
  version?: '08' | '11'
  /** Whether to put the document with a business header into an envelope. Default false. */
  envelope?: boolean
  /** The business service of that header, at most 35 characters: swift.cbprplus.02, for one. */
  service?: string
}

export interface RecallMessage {
  id: string
  transfer: string
  claim: string
  amount: Decimal
  xml: string
  /** What could not be written as it is, or is missing. */
  notes: string[]
}
