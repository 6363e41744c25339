import { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { AccountRecord, AmountInput, TimeInput, TransferRecord } from '../types.js'
import type { StoredTransfer } from './types.js'

/** An answer as plain JSON, its accounts by id. */
export interface Answer {
  records: StoredTransfer[]
  accounts: Map<string, AccountRecord[]>
  /** Those of them of which it is only a page. */
  more: ReadonlySet<string>
  /** Characters that it takes as JSON. */
  bytes: number
}

/** Reads the records of an answer. @throws FundtrailError 'source-failed' for what is none */
export function plainRecords(records: unknown): StoredTransfer[] {
  if (!Array.isArray(records)) throw failed(`records is ${show(records)}; it must be an array`)
  return records.map(plainRecord)
}

/** An answer as a source gives it, in which anything may be. */
interface GivenAnswer {
  records?: unknown
  accounts?: unknown
  more?: unknown
}

/** Reads an answer about the accounts of a question. @throws FundtrailError 'source-failed' for what is none */
export function plainAnswer(asked: readonly string[], { records, accounts, more = [] }: GivenAnswer): Answer {
  const plain = plainRecords(records)
  const isAsked = new Set(asked)
  for (const { id, from, to } of plain) {
    if (isAsked.has(from) || isAsked.has(to)) continue
    throw failed(`it has transfer ${show(id)}, which is of no account that was asked for`)
  }
  if (!Array.isArray(accounts)) throw failed(`accounts is ${show(accounts)}; it must be an array`)
  const byId = new Map<string, AccountRecord[]>()
  let bytes = sizeOf(plain)
  for (const given of accounts as readonly AccountRecord[]) {
    const id = given?.id
    if (!isAsked.has(id)) throw failed(`it has account ${show(id)}, which was not asked for`)
    const record = plainAccount(given)
    bytes += sizeOf(record)
    const known = byId.get(id)
    if (known === undefined) byId.set(id, [record])
    else known.push(record)
  }
  if (!Array.isArray(more) || !more.every((id) => byId.has(id))) {
    throw failed(`more is ${show(more)}; it must be a list of accounts that it has a page of`)
  }
  return { records: plain, accounts: byId, more: new Set(more as string[]), bytes }
}

export function sizeOf(value: unknown): number {
  return JSON.stringify(value).length
}

function plainRecord(record: TransferRecord): StoredTransfer {
  if (typeof record !== 'object' || record === null) throw failed(`${show(record)} is not a transfer record`)
  const { id, amount, time, fromBalance, toBalance, ...rest } = record
  if (typeof id !== 'string' || id === '') {
    throw failed(`a transfer has the id ${show(id)}; it must be a non-empty string, the same in every answer`)
  }
  return compact({
    ...rest,
    id,
    amount: plainAmount(amount),
    time: plainTime(time),
    fromBalance: plainAmount(fromBalance),
    toBalance: plainAmount(toBalance),
  }) as unknown as StoredTransfer
}

function plainAccount({ openingBalance, statement, ...rest }: AccountRecord): AccountRecord {
  const periods = statement === undefined ? undefined : [statement].flat()
  return compact({
    ...rest,
    statement: periods?.map(({ from, to }) => ({ from: plainTime(from), to: plainTime(to) })),
    openingBalance:
      openingBalance === undefined || isAmount(openingBalance)
        ? plainAmount(openingBalance)
        : plainOpenings(openingBalance),
  }) as unknown as AccountRecord
}

function isAmount(value: NonNullable<AccountRecord['openingBalance']>): value is AmountInput {
  return value === null || typeof value !== 'object' || Decimal.isDecimal(value)
}

function plainOpenings(openings: Record<string, AmountInput>): Record<string, AmountInput> {
  return Object.fromEntries(Object.entries(openings).map(([currency, amount]) => [currency, plainAmount(amount)]))
}

/** A bigint and a Decimal have no place in JSON. */
function plainAmount<Amount extends AmountInput | undefined>(amount: Amount): Amount | string {
  if (typeof amount === 'bigint') return amount.toString()
  return Decimal.isDecimal(amount) && amount.e < 40 && amount.e > -40 ? amount.toFixed() : amount
}

function plainTime(time: TimeInput): TimeInput {
  return time instanceof Date ? time.getTime() : time
}

/** Without what is undefined or null, as JSON leaves it. */
function compact(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== null))
}

export function failed(why: string): FundtrailError {
  return new FundtrailError('source-failed', `the source's answer cannot be used: ${why}`)
}
