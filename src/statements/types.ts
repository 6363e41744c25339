import type { AccountRecord, BuildCounts, Duration, Problem, TransferRecord } from '../types.js'

/** One file as it came: its name, for problems and sources, and what is in it. */
export interface StatementFile {
  name: string
  /** The bytes of text in any encoding that is read or of a workbook, text already decoded, or the bytes as a stream. */
  data: Uint8Array | string | AsyncIterable<Uint8Array>
}

/** The formats that are recognised by their header row; `options.formats` may name one for a file. */
export type FormatName =
  | 'police-transactions'
  | 'police-accounts'
  | 'police-sub-accounts'
  | 'inspection-transactions'
  | 'bank-export'
  | 'tenpay-trades'
  | 'alipay-transfers'
  | 'alipay-trades'
  | 'alipay-balance'
  | 'alipay-export'
  | 'wechat-export'

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
  /** The format of a file or a sheet (`file [sheet]`) by its name, or the mapping of a plain list. All others are found. */
  formats?: Record<string, FormatName | TransferMapping>
  /** Zone of times without an offset, as when building: here it only serves to compare them. Default 'UTC'. */
  timeZone?: string
  /** Currency of rows that name none, as when building. Default 'CNY'. */
  currency?: string
  /** How far apart two banks may have booked one transfer. Default 5 minutes. */
  within?: Duration
}

/** What was found of one file, or of one sheet of a workbook. */
export interface FileReport {
  /** The file's name, or `file [sheet]`. */
  name: string
  /** A `FormatName`, 'transfer-list' for a mapping, or 'unknown'. */
  format: string
  /** 'utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'string' for text that came decoded, 'xlsx' or 'xls'. */
  encoding: string
  /** Rows below the header that are not blank. */
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
