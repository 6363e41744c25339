import type { PairRow } from '../pair-reversals.js'
import { withoutPoint, withPoint } from '../points.js'
import { MOST_DECIMALS } from '../store-columns.js'
import { storedTransfer } from '../stored-row.js'
import type { StoredTransfer } from '../types.js'

/** An amount as a relation counts it, in major units; `minor`: it counts minor units. */
export function inMajor(amount: string, minor: boolean, code: string, decimalsOf: (code: string) => number): string {
  return minor ? withPoint(amount, decimalsOf(code)) : amount
}

/** The transfer of a row that DuckDB answered. */
export function recordOf(
  row: Record<string, unknown>,
  minor: boolean,
  decimalsOf: (code: string) => number,
): StoredTransfer {
  const text = (column: string) => row[column] as string
  const perhaps = (column: string) => row[column] as string | null
  const currency = text('currency')
  const balance = perhaps('balance')
  return storedTransfer({
    account: text('account'),
    counterparty: text('counterparty'),
    id: text('id'),
    seq: Number(row['seq']),
    time: Number(row['time']),
    isCredit: row['isCredit'] === true,
    amount: inMajor(text('amount'), minor, currency, decimalsOf),
    currency,
    balance: balance === null ? null : inMajor(balance, minor, currency, decimalsOf),
    kind: perhaps('kind'),
    reverses: perhaps('reverses'),
    memo: perhaps('memo'),
  })
}

/** A row with what decides whether it is reversed. */
export function pairRow(row: Record<string, unknown>, minor: boolean): PairRow {
  const text = (column: string) => row[column] as string
  return {
    account: text('account'),
    id: text('id'),
    reverses: text('reverses') ?? '',
    counterparty: text('counterparty'),
    currency: text('currency'),
    time: Number(row['time']),
    seq: Number(row['seq']),
    units: minor ? text('amount') : withoutPoint(text('amount'), MOST_DECIMALS),
  }
}
