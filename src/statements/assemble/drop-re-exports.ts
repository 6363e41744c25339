import { type Entry, isDay, plain } from './entry.js'

/** How many rows of one account, amount, day and balance (or serial number) are compared with each other. */
const MOST_EQUAL = 1_000

/**
 * Leaves out rows that were exported twice, also by two systems that write different columns: of one account,
 * direction and amount, at one time (or on one day, where one export knows the day only), of equal balance or serial
 * number, and not at odds in any of the two or in the counterparty. In one file only a serial number and a balance
 * together prove it; rows with neither all stay, for two real transfers of one amount in one second exist. The row
 * that stays learns what only the other knows.
 */
export function dropReExports(entries: readonly Entry[]): Entry[] {
  const known = new Map<string, Entry | Entry[]>()
  return entries.filter((entry) => {
    const keys = keysOf(entry)
    const kept = keys.map((key) => findCopied(entry, known.get(key))).find((row) => row !== undefined)
    if (kept !== undefined) {
      learn(kept, entry)
      // What it learnt makes it known by more.
      for (const key of keysOf(kept)) note(known, key, kept)
      return false
    }
    for (const key of keys) note(known, key, entry)
    return true
  })
}

function keysOf({ own, direction, amount, unit, isFailed, time, balance, serial }: Entry): string[] {
  if (balance === '' && serial === '') return []
  const base = `${own}\u0000${direction}\u0000${plain(amount)}\u0000${unit}\u0000${isFailed}\u0000${time.slice(0, 10)}`
  const keys: string[] = []
  if (balance !== '') keys.push(`${base}\u0000b${plain(balance)}`)
  if (serial !== '') keys.push(`${base}\u0000s${serial}`)
  return keys
}

function note(known: Map<string, Entry | Entry[]>, key: string, entry: Entry): void {
  const rows = known.get(key)
  if (rows === undefined) known.set(key, entry)
  else if (!Array.isArray(rows)) {
    if (rows !== entry) known.set(key, [rows, entry])
  } else if (rows.length < MOST_EQUAL && !rows.includes(entry)) rows.push(entry)
}

function findCopied(entry: Entry, rows: Entry | Entry[] | undefined): Entry | undefined {
  if (rows === undefined) return undefined
  if (!Array.isArray(rows)) return isCopied(rows, entry) ? rows : undefined
  return rows.find((row) => isCopied(row, entry))
}

/** Whether a row is the one that `entry` exports again. Two equal rows of one file, both exported again, stay two. */
function isCopied(row: Entry, entry: Entry): boolean {
  if (!fits(row.serial, entry.serial) || !fits(plain(row.balance), plain(entry.balance))) return false
  if (!fits(named(row), named(entry))) return false
  const isOneFile = row.file === entry.file || row.copies?.some(({ file }) => file === entry.file) === true
  if (isOneFile) {
    return row.ms === entry.ms && entry.serial !== '' && entry.balance !== '' && row.other === entry.other
  }
  return row.ms === entry.ms || isDay(row) || isDay(entry)
}

/** The counterparty; one whose number is lost is none. */
function named({ other }: Entry): string {
  return other.startsWith('unknown:') ? '' : other
}

function fits(a: string, b: string): boolean {
  return a === '' || b === '' || a === b
}

const FIELDS = [
  'other',
  'counterparty',
  'counterHolder',
  'counterId',
  'counterBank',
  'counterBalance',
  'holder',
  'holderId',
  'institution',
  'balance',
  'currency',
  'serial',
  'orders',
  'paidFrom',
  'memo',
] as const

function learn(row: Entry, copy: Entry): void {
  for (const field of FIELDS) row[field] ||= copy[field]
  if (isDay(row) && !isDay(copy)) {
    row.time = copy.time
    row.ms = copy.ms
  }
  row.isCash ||= copy.isCash
  if (row.copies === undefined) row.copies = [copy]
  else row.copies.push(copy)
}
