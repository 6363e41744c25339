import { type Entry, isDay, plain, plainLength } from './entry.js'

/** How many rows of one account, amount, day and balance (or serial number) are compared with each other. */
const MOST_EQUAL = 1_000
/** Slots of a row's fingerprints: one row in sixteen or so seems to be like another and is not. */
const SLOTS = 64

/**
 * Leaves out rows that were exported twice, also by two systems that write different columns: of one account,
 * direction and amount, at one time (or on one day, where one export knows the day only), of equal balance or serial
 * number, and not at odds in any of the two or in the counterparty. In one file only a serial number and a balance
 * together prove it; rows with neither all stay, for two real transfers of one amount in one second exist. The row
 * that stays learns what only the other knows.
 */
export function dropReExports(entries: readonly Entry[]): Entry[] {
  const known = new Map<string, Entry | Entry[]>()
  // Most rows have no key in common with any other: only the others are looked at closely.
  const prints = fingerprints(entries)
  const files = new Map<Entry, Set<string>>()
  for (const entry of entries) {
    // What messages told of twice has copies already.
    if (entry.copies !== undefined) files.set(entry, new Set(entry.copies.map(({ file }) => file)))
  }
  const filesOf = (row: Entry) => files.get(row)
  return entries.filter((entry, at) => {
    if (prints.isAlone(at)) return true
    const keys = keysOf(entry)
    const kept = keys.map((key) => findCopied(entry, known.get(key), filesOf)).find((row) => row !== undefined)
    if (kept !== undefined) {
      learn(kept, entry)
      const of = files.get(kept)
      if (of === undefined) files.set(kept, new Set([entry.file]))
      else of.add(entry.file)
      // What it learnt makes it known by more.
      for (const key of keysOf(kept)) note(known, key, kept)
      return false
    }
    for (const key of keys) note(known, key, entry)
    return true
  })
}

/**
 * Two numbers of each row, made of what its keys are made of, so that equal keys have equal ones; and whose numbers are
 * no other row's.
 */
function fingerprints(entries: readonly Entry[]): { isAlone(at: number): boolean } {
  const size = 2 ** Math.ceil(Math.log2(entries.length * SLOTS + 2))
  const counts = new Counts(size)
  // 0 where a row has no such key.
  const byBalance = new Uint32Array(entries.length)
  const bySerial = new Uint32Array(entries.length)
  const slotOf = (print: number) => (Math.imul(print ^ (print >>> 15), 0x2c1b3c6d) >>> 2) & (size - 1) || 1
  for (let at = 0; at < entries.length; at++) {
    const { balance, serial, amount, time } = entries[at]!
    if (balance === '' && serial === '') continue
    const base = mixed(mixed(0, time, Math.min(time.length, 10)), amount, plainLength(amount))
    if (balance !== '') byBalance[at] = slotOf(mixed(base, balance, plainLength(balance)))
    if (serial !== '') bySerial[at] = slotOf(mixed(~base, serial, serial.length))
  }
  for (let at = 0; at < entries.length; at++) {
    const balance = byBalance[at]!
    const serial = bySerial[at]!
    if (balance !== 0) counts.add(balance)
    if (serial !== 0) counts.add(serial)
  }
  return { isAlone: (at) => !counts.isRepeated(byBalance[at]!) && !counts.isRepeated(bySerial[at]!) }
}

/** Which slots were met, and which more than once: two bits each. */
class Counts {
  readonly #bits: Uint8Array

  constructor(size: number) {
    this.#bits = new Uint8Array(Math.ceil(size / 4))
  }

  add(slot: number): void {
    const at = slot >>> 2
    const shift = (slot & 3) << 1
    const bits = this.#bits[at]!
    this.#bits[at] = bits | ((((bits >>> shift) & 1) + 1) << shift)
  }

  isRepeated(slot: number): boolean {
    return ((this.#bits[slot >>> 2]! >>> ((slot & 3) << 1)) & 2) !== 0
  }
}

/** Takes the first letters of a text into a number. */
function mixed(print: number, text: string, length: number): number {
  let sum = print
  for (let at = 0; at < length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum
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

function findCopied(
  entry: Entry,
  rows: Entry | Entry[] | undefined,
  filesOf: (row: Entry) => ReadonlySet<string> | undefined,
): Entry | undefined {
  if (rows === undefined) return undefined
  if (!Array.isArray(rows)) return isCopied(rows, entry, filesOf) ? rows : undefined
  return rows.find((row) => isCopied(row, entry, filesOf))
}

/** Whether a row is the one that `entry` exports again. Two equal rows of one file, both exported again, stay two. */
function isCopied(row: Entry, entry: Entry, filesOf: (row: Entry) => ReadonlySet<string> | undefined): boolean {
  const isOneTime = row.ms === entry.ms
  if (!isOneTime && !isDay(row) && !isDay(entry)) return false
  const isSame = isOneTime && entry.serial !== '' && entry.balance !== '' && row.other === entry.other
  if (!isSame && (row.file === entry.file || filesOf(row)?.has(entry.file) === true)) return false
  if (!fits(row.serial, entry.serial) || !fits(plain(row.balance), plain(entry.balance))) return false
  return fits(named(row), named(entry))
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
