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
