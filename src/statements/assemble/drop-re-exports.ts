import { type Entry, plain } from './entry.js'

/**
 * Leaves out rows that were exported twice: equal in account, counterparty, direction, amount, time, balance and serial
 * number. In one file only a serial number and a balance together prove it, in two files one of them does; rows with
 * neither all stay, for two real transfers of one amount in one second exist.
 */
export function dropReExports(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, Map<string, number>>()
  return entries.filter((entry) => {
    const { own, counterparty, direction, amount, currency, ms, balance, serial, isFailed, file } = entry
    if (serial === '' && balance === '') return true
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
    if (nth > 1 && serial !== '' && balance !== '') return false
    // Two equal rows of one file, both exported again, stay two.
    for (const [other, count] of files) if (other !== file && count >= nth) return false
    return true
  })
}
