import type { RowSource } from '../../types.js'
import type { Movement, Payment } from '../formats/format.js'

/** A movement on its way to a record: whose row it is, and who the two accounts are. */
export interface Entry extends Movement {
  /** "<file>#<row>" */
  id: string
  file: string
  row: number
  ms: number
  /** Id of the statement's account, and of the counterparty: '' until one is found. */
  own: string
  other: string
  /** It undoes an earlier row: its text says so, or its amount is negative. */
  undoes: boolean
  reverses: string | undefined
  /** Rows of other messages that told of the same and were left out for this one. */
  also: Entry[] | undefined
}

/** A movement that a message told of. */
export type PaymentEntry = Entry & { payment: Payment }

export function isPayment(entry: Entry): entry is PaymentEntry {
  return entry.payment !== undefined
}

/** Leaves an entry out for another that tells of the same, which learns from it what it does not say itself. */
export function yieldTo(entry: Entry, kept: Entry): void {
  kept.also ??= []
  kept.also.push(entry, ...(entry.also ?? []))
  kept.holder ||= entry.holder
  kept.institution ||= entry.institution
  kept.memo ||= entry.memo
}

/** The rows behind an entry. */
export function sourcesOf({ file, row, also }: Entry): RowSource | RowSource[] {
  return also === undefined
    ? { file, row }
    : [{ file, row }, ...also.map((entry) => ({ file: entry.file, row: entry.row }))]
}

/** Rows by account of the statement, in the order of the rows. */
export function byAccount(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (entry.direction === undefined) continue
    const group = groups.get(entry.own)
    if (group === undefined) groups.set(entry.own, [entry])
    else group.push(entry)
  }
  return groups
}

/** An amount by value: 1.10 and 1.1 are equal. */
export function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount
}
