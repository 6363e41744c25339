import { type Entry, plain } from './entry.js'

/**
 * Leaves out rows that were exported twice: equal in account, counterparty, direction, amount, time, balance and serial
 * number. In one file only a serial number and a balance together prove it, in two files one of them does; rows with
 * neither all stay, for two real transfers of one amount in one second exist.
 */
export function dropReExports(entries: readonly Entry[]): Entry[] {
  // Equal rows share serial number and time: only rows that share them with another are looked at closely.
  const bySerial = new Map<string, Entry | undefined>()
  const byTime = new Map<number, Entry | undefined>()
  const seen = new Map<string, Map<string, number>>()
  return entries.filter((entry) => {
    if (entry.serial === '' && entry.balance === '') return true
    const first = entry.serial === '' ? only(byTime, entry.ms, entry) : only(bySerial, entry.serial, entry)
    if (first === entry) return true
    if (first !== undefined) isAgain(first, seen)
    return !isAgain(entry, seen)
  })
}

/** The one entry that had this key until now; itself where it is the first, undefined where there were several. */
function only<Key>(entries: Map<Key, Entry | undefined>, key: Key, entry: Entry): Entry | undefined {
  const first = entries.get(key)
  if (first === undefined && entries.has(key)) return undefined
  entries.set(key, first === undefined ? entry : undefined)
  return first ?? entry
}

/** Whether a row equals one seen before that proves it to be exported again. */
function isAgain(entry: Entry, seen: Map<string, Map<string, number>>): boolean {
  const { own, counterparty, direction, amount, currency, ms, balance, serial, isFailed, file } = entry
  const key = JSON.stringify([
    own,
    counterparty,
    direction,
    plain(amount),
    currency,
    ms,
    plain(balance),
    serial,
    isFailed,
  ])
  const files = seen.get(key) ?? new Map<string, number>()
  seen.set(key, files)
  const nth = (files.get(file) ?? 0) + 1
  files.set(file, nth)
  if (nth > 1 && serial !== '' && balance !== '') return true
  // Two equal rows of one file, both exported again, stay two.
  for (const [other, count] of files) if (other !== file && count >= nth) return true
  return false
}
