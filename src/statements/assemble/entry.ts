import type { TransferRecord } from '../../types.js'
import type { Movement } from '../formats/format.js'

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
  /** The time of the record that it was joined into with its mirror image. */
  joinedTime: TransferRecord['time'] | undefined
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
  if (!amount.includes('.')) return amount
  let end = amount.length
  while (amount.charCodeAt(end - 1) === ZERO) end--
  return amount.slice(0, amount.charCodeAt(end - 1) === POINT ? end - 1 : end)
}

const ZERO = 48
const POINT = 46
