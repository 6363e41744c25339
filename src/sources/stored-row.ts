import type { AccountRecord } from '../types.js'
import { timeOf } from './statement-window.js'
import type { StoredTransfer } from './types.js'

/** One side of a transfer, as a store has it. Amounts are in major units. */
export interface StoredRow {
  account: string
  counterparty: string
  id: string
  seq: number
  /** In microseconds. */
  time: number
  isCredit: boolean
  /** Without its sign. */
  amount: string
  currency: string
  /** The account's own right after. */
  balance: string | null
  kind: string | null
  reverses: string | null
  memo: string | null
}

/** Who an account is, and what is declared for it before its first row: an amount of the default currency. */
export interface StoredAccount {
  facts: AccountRecord
  opening: string | undefined
}

/** The transfer that a row is one side of. */
export function storedTransfer(row: StoredRow): StoredTransfer {
  const { account, counterparty, isCredit, balance } = row
  const record: Record<string, unknown> = {
    id: row.id,
    place: row.seq,
    from: isCredit ? counterparty : account,
    to: isCredit ? account : counterparty,
    amount: row.amount,
    currency: row.currency,
    time: timeOf(row.time),
  }
  for (const name of ['kind', 'reverses', 'memo'] as const) if (row[name] !== null) record[name] = row[name]
  if (balance !== null) record[isCredit ? 'toBalance' : 'fromBalance'] = balance
  return record as unknown as StoredTransfer
}

/** Who an account is: what a store does not say is left out. */
export function storedFacts(id: string, facts: Record<string, unknown>): AccountRecord {
  const known = Object.entries(facts).filter(([, value]) => value !== null && value !== '')
  return { id, ...Object.fromEntries(known) } as AccountRecord
}
