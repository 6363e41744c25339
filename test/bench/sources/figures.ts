/** What the measuring processes take and give. */
import type { ClaimInput, EndCode } from 'fundtrail'
import type { Shape } from '../generator.js'

export type Task =
  | { subject: 'duckdb'; folder: string; shape: Shape; targets: number[]; runs: number }
  | { subject: 'clickhouse'; shape: Shape; targets: number[]; runs: number }
  | { subject: 'memory'; shape: Shape; traces: Measured[]; runs: number }

/** One trace through a store. */
export interface Measured {
  claims: ClaimInput[]
  accounts: number
  transfers: number
  rounds: number
  /** What left the engine: rows, and characters as JSON. */
  rows: number
  bytes: number
  statements: number
  /** Seconds: the first run of the process, and the median of the others. */
  first: number
  seconds: number
  /** Rows that the engine says it looked at, and bytes that it read from the file at the first run. */
  scanned?: number
  fromDisk?: number
  /** Seconds that a query takes that only finds which accounts can have been reached, to the same number of accounts. */
  reach?: number
  /** What the trace says, to be compared. */
  endings: [account: string, code: EndCode, amount: string][]
}

export interface Result {
  traces: Measured[]
  /** Bytes, the whole process's. */
  peak: number
  notes: string[]
}
