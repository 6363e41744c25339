import type { AccountRecord, BuildCounts, Duration, Problem, TransferRecord } from '../types.js'
import type { MessageName } from './formats/iso/message-name.js'

/** One file as it came: its name, for problems and sources, and what is in it. */
export interface StatementFile {
  name: string
  /** The bytes of text in any encoding that is read or of a workbook, text already decoded, or the bytes as a stream. */
  data: Uint8Array | string | AsyncIterable<Uint8Array>
}

/** The formats that are recognised by their header row or root element; `options.formats` may name one for a file. */
export type FormatName =
  | 'police-transactions'
  | 'police-accounts'
  | 'police-sub-accounts'
  | 'police-measures'
  | 'inspection-transactions'
  | 'bank-export'
  | 'broker-transfers'
  | 'tenpay-trades'
  | 'alipay-transfers'
  | 'alipay-trades'
  | 'alipay-balance'
  | 'alipay-export'
  | 'wechat-export'
  | MessageName

/** A column: the header's name for it, or its number from 1. */
export type Column = string | number

/** The rows that are of one kind: by words in a column, compared as a whole and without regard to case. */
export interface KindWords {
  column: Column
  cash?: string[]
  purchase?: string[]
  fee?: string[]
  interest?: string[]
}

/** What every mapping may say, whichever way its rows look at a transfer. */
interface ListMapping {
  /** The date and time, or the date alone where `clock` holds the time of day. */
  time: Column
  clock?: Column
  /**
   * How `time` is written where no reader could know: 'yyMMdd', 'dd.MM.yyyy HH:mm'. Tokens: yyyy, yy (70 to 99 are of
   * the 1900s), MM, dd, HH, mm, ss, SSS; M, d and H also without a leading zero.
   */
  timeFormat?: string
  /** The serial number, by which a row that was exported twice is known. */
  id?: Column
  currency?: Column
  memo?: Column | Column[]
  kind?: KindWords | KindWords[]
  /** The column that says whether the row moved money, and what it says where it did not. */
  status?: { column: Column; failed: string[] }
  /** Row of the header, from 1; 0 where there is none. By default the first of 40 rows that holds every name. */
  headerRow?: number
  /** Amounts and balances in major units (default), or in minor ones of two decimals. */
  unit?: 'major' | 'cent'
  /** What stands before the decimals. Default '.'; the other one, spaces and apostrophes may separate thousands. */
  decimal?: '.' | ','
  /** Amounts such as 3e+05 stand for what they say. By default they are no amounts, for digits may be lost. */
  scientific?: boolean
}

/**
 * A plain list of transfers, a payer and a payee in each row. Plain JSON, so that a mapping can be saved beside the
 * file.
 */
export interface TransferMapping extends ListMapping {
  from: Column
  to: Column
  amount: Column
  fromBalance?: Column
  toBalance?: Column
  fromHolder?: Column
  toHolder?: Column
  /**
   * Whose statement a row is of, where the list is made of statements: 'sign' for the payer's where the amount is
   * negative, else the payee's; or words in a column. By default it is of neither's.
   */
  statementOf?: 'sign' | { column: Column; from: string[]; to: string[] }
}

/** A list of an account's movements, or of several accounts', each row from one account's side. Plain JSON, too. */
export interface StatementMapping extends ListMapping {
  /** Whose row it is: a column, or the one account of the whole file. By default what stands above the header. */
  account?: Column | { id: string }
  holder?: Column
  /** Several columns make one number, with '/' between them. */
  counterparty?: Column | Column[]
  counterpartyHolder?: Column
  /** One column, whose sign says the direction unless `direction` does, or one for each direction. */
  amount: Column | { in: Column; out: Column }
  direction?: { column: Column; in: string[]; out: string[] }
  balance?: Column
}

/** How a plain list is to be read. */
export type Mapping = TransferMapping | StatementMapping

export interface StatementOptions {
  /** The format of a file or a sheet (`file [sheet]`) by its name, or the mapping of a plain list. All others are found. */
  formats?: Record<string, FormatName | Mapping>
  /** Numbers that are of one account though no file says so, such as an IBAN and its tail; the first becomes its id. */
  sameAccounts?: string[][]
  /** Zone of times without an offset, as when building: here it only serves to compare them. Default 'UTC'. */
  timeZone?: string
  /** Currency of rows that name none, as when building. Default 'CNY'. */
  currency?: string
  /** How far apart two banks may have booked one transfer. Default 5 minutes. */
  within?: Duration
  /** How far apart two rows may lie that state one number of an order or one serial number. Default 3 days. */
  orderWithin?: Duration
}

/** What was found of one file, or of one sheet of a workbook. */
export interface FileReport {
  /** The file's name, or `file [sheet]`. */
  name: string
  /**
   * A `FormatName`, several with a comma for messages of several kinds, 'transfer-list' or 'statement-list' for a
   * mapping, or 'unknown'.
   */
  format: string
  /**
   * 'utf-8', 'utf-16le', 'utf-16be', 'gb18030', what an XML file declares, 'string' for text that came decoded, 'xlsx' or
   * 'xls'.
   */
  encoding: string
  /** Rows below the header that are not blank; entries, or the payments of one that was taken apart, in XML. */
  rows: number
}

export interface StatementsResult {
  /** Ready for `buildMoneyGraph`; `source` leads to file (and sheet) and row. */
  records: TransferRecord[]
  /** Ready for `BuildOptions.accounts`. */
  accounts: AccountRecord[]
  /** In `row` the row of the file from 1, headings and blank rows counted, as a spreadsheet numbers them. */
  problems: Problem[]
  /**
   * `merged`: rows joined with their mirror image, and rows exported twice. `excluded`: failed rows (they stay among
   * the records), rows without a movement, totals and repeated headers.
   */
  counts: BuildCounts
  files: FileReport[]
}
