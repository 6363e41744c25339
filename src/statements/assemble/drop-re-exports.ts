import { type Entry, plain } from './entry.js'

/**
 * Leaves out rows that were exported twice: equal in account, counterparty, direction, amount, time, balance and serial
 * number. In one file only a serial number and a balance together prove it, in two files one of them does; rows with
 * neither all stay, for two real transfers of one amount in one second exist.
 */
export function dropReExports(entries: readonly Entry[]): Entry[] {
  // Most rows are like no other in time, amount and balance: only the others are looked at closely.
  const prints = fingerprints(entries)
  const seen = new Map<string, Map<string, number>>()
  return entries.filter((entry, at) => {
    if (entry.serial === '' && entry.balance === '') return true
    return prints.isAlone(at) || !isAgain(entry, seen)
  })
}

/** A number of each row by time, amount and balance, so that equal rows have equal ones, and who alone has its own. */
function fingerprints(entries: readonly Entry[]): { isAlone(at: number): boolean } {
  const size = 2 ** Math.ceil(Math.log2(entries.length * 8 + 1))
  const counts = new Uint8Array(size)
  const slots = Uint32Array.from(entries, ({ ms, amount, balance }) => {
    const mixed = Math.imul(ms / 1000, 0x9e3779b1) ^ Math.imul(Number(amount) * 100, 0x85ebca6b)
    return ((mixed >>> 7) ^ Math.imul(Number(balance) * 100, 0xc2b2ae35) ^ mixed) & (size - 1)
  })
  for (const slot of slots) if (counts[slot]! < 2) counts[slot]!++
  return { isAlone: (at) => counts[slots[at]!] === 1 }
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
