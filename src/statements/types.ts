import type { AccountRecord, BuildCounts, Duration, Problem, TransferRecord } from '../types.js'
import type { MessageName } from './formats/iso/message-name.js'

/** One file as it came: its name, for problems and sources, and what is in it. */
export interface StatementFile {
  name: string
  /** Bytes in any encoding that is read, text already decoded, or the bytes as a stream. */
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

/**
 * Which column of a plain transfer list holds what: the header's name, or the number of the column from 1. Plain JSON,
 * so that a mapping can be saved beside the file. Amounts are in major units, or in minor ones of two decimals with
 * `unit: 'cent'`.
 */
export interface TransferMapping {
  from: string | number
  to: string | number
  amount: string | number
  /** The date and time, or the date alone where `clock` holds the time of day. */
  time: string | number
  clock?: string | number
  id?: string | number
  currency?: string | number
  fromBalance?: string | number
  toBalance?: string | number
  fromHolder?: string | number
  toHolder?: string | number
  memo?: string | number
  /** Row of the header, from 1; 0 where there is none. By default the first of 40 rows that holds every name. */
  headerRow?: number
  unit?: 'major' | 'cent'
}

export interface StatementOptions {
  /** The format of a file by its name, or the mapping of a plain transfer list. All others are recognised. */
  formats?: Record<string, FormatName | TransferMapping>
  /** Zone of times without an offset, as when building: here it only serves to compare them. Default 'UTC'. */
  timeZone?: string
  /** Currency of rows that name none, as when building. Default 'CNY'. */
  currency?: string
  /** How far apart two banks may have booked one transfer. Default 5 minutes. */
  within?: Duration
  /** How far apart two rows may lie that state one number of an order or one serial number. Default 3 days. */
  orderWithin?: Duration
}

/** What was found of one file. */
export interface FileReport {
  name: string
  /** A `FormatName`, several with a comma for messages of several kinds, 'transfer-list' for a mapping, or 'unknown'. */
  format: string
  /** 'utf-8', 'utf-16le', 'utf-16be', 'gb18030', what an XML file declares, or 'string' for text that came decoded. */
  encoding: string
  /** Rows below the header that are not blank; entries, or the payments of one that was taken apart, in XML. */
  rows: number
}

export interface StatementsResult {
  /** Ready for `buildMoneyGraph`; `source` leads to file and row. */
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
