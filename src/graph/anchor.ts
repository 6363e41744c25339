import type { TransferRows } from './transfer-rows.js'

/** A balance that an account record declares for an instant in the midst of a ledger. */
export interface Anchor {
  ledger: number
  at: number
  /** The digits of the instant beyond milliseconds. */
  sub: number
  balance: number
}

/** Whether an anchor stands before a row; before the end, which is no row, each does. */
export function isReached(
  { at, sub }: { at: number; sub: number },
  rows: TransferRows,
  row: number | undefined,
): boolean {
  return row === undefined || at < rows.time[row]! || (at === rows.time[row] && sub <= rows.subOf(row))
}

/** The instant of one anchor, or declaration, against that of another. */
export function compareInstants(a: { at: number; sub: number }, b: { at: number; sub: number }): number {
  return a.at - b.at || a.sub - b.sub
}
