import type { CaseData } from '../data.js'

/**
 * What stands in a column. 'account', 'accounts' and 'route' (in their order) are places of accounts, 'transfers' of
 * transfers; 'time' is milliseconds, 'amount' minor units.
 */
export type CellKind = 'text' | 'account' | 'accounts' | 'route' | 'transfers' | 'time' | 'amount' | 'count' | 'level'

export type PageCell = string | number | number[] | undefined

export interface PageRow {
  cells: PageCell[]
  /** Rows of one group follow each other, under this heading. */
  group?: string
  /** Of which claims it speaks (places); absent: of all. */
  claims?: number[]
  /** It carries what the others leave out: it is always shown. */
  isRest?: boolean
}

/** A table as JSON carries it. */
export interface PageTable {
  key: string
  title: string
  columns: { title: string; kind: CellKind }[]
  rows: PageRow[]
  /** Its amounts stay those of all claims when one is chosen: an order holds whatever is there. */
  ofAllClaims?: boolean
  /** The column whose amounts the heading of a group adds up. */
  groupSum?: number
}

/** A case with the tables that are no view of its accounts and transfers. */
export interface PageData extends CaseData {
  tables: PageTable[]
}
