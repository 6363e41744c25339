import type { Decimal } from 'decimal.js'
import type { AmountInput, Lang, Problem } from '../index.js'

export interface ReportOptions {
  /** Of titles, headers and words; texts of the records stay as they are. Default 'en'. */
  lang?: Lang
  /** IANA zone of the times. Default: that of the graph. */
  timeZone?: string
  /** Shows of each account number only the last four digits, as `maskNumber` does. Default false. */
  maskNumbers?: boolean
}

/** The tables of a report, in their order. */
export type TableName = 'Summary' | 'Freeze' | 'Levels' | 'Flow' | 'Paths' | 'Restitution' | 'Problems' | 'Settings'

/**
 * What stands in a column. 'account': ids of accounts, transfers and files, which are text whatever they look like.
 * 'time': text to the second, or the date alone. 'amount': Decimals. 'count': numbers.
 */
export type ColumnKind = 'text' | 'account' | 'time' | 'amount' | 'count'

export type ReportCell = string | number | Decimal | undefined

export interface ReportColumn {
  key: string
  header: string
  kind: ColumnKind
}

/** A table as data: a cell a column in each row; undefined is empty. */
export interface ReportTable {
  name: TableName
  /** The name in the language of the report. */
  title: string
  currency: string
  /** Decimals of the currency. */
  decimals: number
  columns: ReportColumn[]
  rows: ReportCell[][]
}

export interface ReportTablesOptions extends ReportOptions {
  /** What `buildMoneyGraph` and `readStatements` found wrong with the records. */
  problems?: readonly Problem[]
  /** The most paths shown of one account; the last row of a claim then carries the rest. Default 20. */
  pathsPerAccount?: number
  /** Of how many accounts paths are shown, those that hold most; the last row carries the others. Default 200. */
  pathAccounts?: number
  /**
   * What is frozen, by account. Default: `hold` of the ten accounts of the freeze list with the most; the last row carries
   * the others. Each account takes a trace under every rule.
   */
  frozen?: ReadonlyMap<string, AmountInput>
}

export interface TextOptions extends ReportOptions {
  /** Columns of the terminal, from 40. Default: as wide as the tables are. */
  width?: number
  /** The most rows of a table; what is cut is said, with its amount. Default 200. */
  maxRows?: number
  problems?: readonly Problem[]
}

export interface MermaidOptions extends ReportOptions {
  /** The most arrows, one a payer and payee; the largest are drawn. Default 60. */
  maxLinks?: number
}

export interface SvgOptions extends ReportOptions {
  /** How many accounts of a level are drawn each for itself; the others are one, with their sum. Default 12. */
  accountsPerLevel?: number
}

export interface HtmlOptions extends SvgOptions {
  /** The name of the case, at the head of the page. Default "Money trace" or "资金追踪报告". */
  title?: string
  /** What `buildMoneyGraph` and `readStatements` found wrong with the records. */
  problems?: readonly Problem[]
}

/** Two files of comma-separated values for a tool that reads nodes and edges. */
export interface GraphCsv {
  nodes: string
  edges: string
}

export interface Neo4jFiles {
  /** `accounts.csv` for `neo4j-admin database import --nodes`. */
  accounts: string
  /** `transfers.csv` for `--relationships`. */
  transfers: string
  /** A script that makes the same of an empty or filled database, values and all. */
  cypher: string
}

/** A file that went into a trace, and the SHA-256 of its bytes in 64 small hexadecimal digits. */
export interface InputHash {
  name: string
  sha256: string
}

export interface TraceJsonOptions {
  /** The files that the records came from; `hashInputs` makes the list. Default none. */
  inputs?: readonly InputHash[]
}

/** Amounts by claim, in the order of the claims. */
export type RecordedShares = { claim: string; amount: string }[]

/**
 * A trace as plain JSON: amounts as text without trailing zeros, instants in UTC, what is absent left out. Its JSON Schema
 * is `fundtrail/trace.schema.json`.
 */
export interface TraceRecord {
  format: 'fundtrail-trace'
  version: 1
  /** The version of the library that made it. */
  library: string
  inputs: InputHash[]
  graph: { accounts: number; transfers: number; currencies: string[]; firstTime?: string; lastTime?: string }
  settings: {
    claims: { id: string; transfers: string[]; accounts: string[] }[]
    rule: string
    between: string
    until: string
    maxLevel?: number
    minAmount?: string
    /** The accounts at which `stopAt` ended the money; absent where there was no `stopAt`. */
    stoppedAt?: string[]
    freezes: { account: string; at: string }[]
    maxPieces: number
    coverage: string
    shortfall: string
    ties: string
    timeZone: string
  }
  currency: string
  stolen: string
  claims: { id: string; stolen: string; transferred: string; pending: string[]; accounts: string[] }[]
  transfers: {
    id: string
    from: string
    to: string
    time: string
    amount: string
    traced: string
    level: number
    shares: RecordedShares
  }[]
  accounts: {
    id: string
    level: number
    levels: number[]
    holder?: string
    institution?: string
    kind: string
    received: string
    sent: string
    held: string
    ended: string
    shares: RecordedShares
    balance?: string
    firstReceived?: string
    lastReceived?: string
    lastSent?: string
  }[]
  endings: { account: string; code: string; amount: string; shares: RecordedShares; level: number; since: string }[]
  assumptions: { code: string; account: string; amount: string; transfer?: string }[]
}
