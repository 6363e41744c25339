import type { TransferRecord } from '../../types.js'
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
  /** The number of the account, or of its part, as the row states it beside a card: '' where it states none. */
  part: string
  /** The currency, also where the row names none. */
  unit: string
  /** It undoes an earlier row: its text says so, or its amount is negative. */
  undoes: boolean
  reverses: string | undefined
  /** Both its accounts have rows here, so that it may be joined with a mirror image. */
  mayJoin: boolean
  /** The time of its record, where that need not be its own. */
  recordTime: TransferRecord['time'] | undefined
  /** The same row in other exports, and rows of other messages that told of the same: left out for this one. */
  copies: Entry[] | undefined
  /** The row of the same movement on the other account's statement, where more than time and amount say so. */
  mirror: Entry | undefined
  /** The clearing account that the row names, where `other` is whom the money went on to or came from. */
  via: string
  /** The institution's row that this bank's row pays for, or is paid by, where the two are two movements. */
  feeds: Entry | undefined
  /** The row's money came from a card at the same time, so that the balance that it states is also the one before. */
  isFed: boolean
}

/** A movement that a message told of. */
export type PaymentEntry = Entry & { payment: Payment }

export function isPayment(entry: Entry): entry is PaymentEntry {
  return entry.payment !== undefined
}

/** Leaves an entry out for another that tells of the same, which learns from it what it does not say itself. */
export function yieldTo(entry: Entry, kept: Entry): void {
  kept.copies ??= []
  kept.copies.push(entry)
  for (const copy of entry.copies ?? []) kept.copies.push(copy)
  kept.holder ||= entry.holder
  kept.institution ||= entry.institution
  kept.memo ||= entry.memo
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

/** The places of the rows of each account's statement in each file, in the order of the rows. */
export function byStatement(entries: readonly Entry[]): number[][] {
  const files = new Map<string, Map<string, number[]>>()
  const groups: number[][] = []
  let file: string | undefined
  let accounts = new Map<string, number[]>()
  entries.forEach((entry, at) => {
    // Rows come file by file.
    if (entry.file !== file) {
      file = entry.file
      accounts = files.get(file) ?? new Map()
      files.set(file, accounts)
    }
    const group = accounts.get(entry.own)
    if (group !== undefined) {
      group.push(at)
      return
    }
    const first = [at]
    accounts.set(entry.own, first)
    groups.push(first)
  })
  return groups
}

/** An amount by value: 1.10 and 1.1 are equal. */
export function plain(amount: string): string {
  return amount.slice(0, plainLength(amount))
}

/** How much of an amount is its value, and not zeros at its end. */
export function plainLength(amount: string): number {
  let end = amount.length
  if (!amount.includes('.')) return end
  while (amount.charCodeAt(end - 1) === ZERO) end--
  return amount.charCodeAt(end - 1) === POINT ? end - 1 : end
}

const ZERO = 48
const POINT = 46

/** Whether a row is surely the only one of its record. */
export function isSingle({ mayJoin, mirror, copies }: Entry): boolean {
  return !mayJoin && mirror === undefined && copies === undefined
}

/** Whether a row states its date alone. */
export function isDay({ time }: Entry): boolean {
  return time.length === 10
}

/** Whether two rows are as close as two banks book one transfer; beside a date alone, on the same date. */
export function areNear(a: Entry, b: Entry, within: number): boolean {
  if (isDay(a) || isDay(b)) return a.time.slice(0, 10) === b.time.slice(0, 10)
  return Math.abs(a.ms - b.ms) <= within
}
