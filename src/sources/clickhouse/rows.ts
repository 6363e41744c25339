import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import type { StoredRow } from '../stored-row.js'
import type { AnswerRow } from './answer.js'

/** A row of entries as ClickHouse answered, amounts in units. */
export type UnitRow = Omit<StoredRow, 'amount' | 'isCredit' | 'balance'> & { units: string; balance: string | null }

const WHOLE = /^-?\d+$/

/** @throws FundtrailError 'source-failed' where a row is not what it was before it was sent */
export function unitRow(row: AnswerRow): UnitRow {
  const read = {
    account: row['owner'] as string,
    id: row['ref'] as string,
    counterparty: row['other'] as string,
    reverses: (row['undoes'] as string) || null,
  }
  checkTexts([read.account, read.id, read.counterparty, read.reverses ?? ''], row['size'])
  return {
    ...read,
    seq: safe('seq', row['place']),
    time: safe('time', row['at']),
    units: wholeText('amount', row['units']),
    currency: row['code'] as string,
    balance: row['balanceUnits'] === null ? null : wholeText('balance', row['balanceUnits']),
    kind: (row['sort'] as string) || null,
    memo: (row['note'] as string) || null,
  }
}

/** Bytes that are no UTF-8 are replaced on the way: an id that had any could not be asked for again. */
export function checkTexts(texts: readonly string[], bytes: unknown): void {
  if (!texts.some((text) => text.includes('\uFFFD'))) return
  const length = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0)
  if (length !== Number(bytes)) throw unusable(`one of ${texts.map(show).join(', ')} is not in UTF-8`)
}

export function wholeText(column: string, value: unknown): string {
  if (typeof value === 'string' && WHOLE.test(value)) return value
  throw unusable(`${column} is ${show(value)}; it must be a whole number`)
}

export function safe(column: string, value: unknown): number {
  const number = Number(wholeText(column, value))
  if (Number.isSafeInteger(number)) return number
  throw unusable(`${column} is ${show(value)}; it must be below 2^53`)
}

export function unusable(why: string): FundtrailError {
  return new FundtrailError('source-failed', `the answer of ClickHouse cannot be used: ${why}`)
}
