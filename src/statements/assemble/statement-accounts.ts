import { TimeReader } from '../../time.js'
import type { AccountRecord, Period, TransferRecord } from '../../types.js'
import type { StatedPeriod } from '../formats/format.js'
import type { Entry } from './entry.js'
import { balanceBefore } from './oldest-first.js'

/** An account's statement in one file. */
interface Part {
  fromTime: TransferRecord['time']
  toTime: TransferRecord['time']
  fromMs: number
  toMs: number
}

/** An account's statements by file, and by currency the rows of its first instant. */
interface Account {
  parts: Map<string, Part>
  firsts: Map<string, Entry[]>
}

/**
 * The statement periods and openings of the accounts whose rows were read. A period is the file's stated one where it
 * states one and holds one account, or names none above its header, else from the first row to the last. Where a row was joined with its mirror image,
 * the time of the record counts, for it must lie within the period.
 */
export function statementAccounts(
  entries: readonly Entry[],
  stated: ReadonlyMap<string, StatedPeriod>,
  timeZone: string,
  currency: string,
): AccountRecord[] {
  const reader = new TimeReader(timeZone)
  const accounts = new Map<string, Account>()
  const accountOf = (id: string) => {
    let account = accounts.get(id)
    if (account === undefined) {
      account = { parts: new Map(), firsts: new Map() }
      accounts.set(id, account)
    }
    return account
  }
  const add = ({ parts }: Account, file: string, time: TransferRecord['time'], ms: number) => {
    const part = parts.get(file)
    if (part === undefined) {
      parts.set(file, { fromTime: time, toTime: time, fromMs: ms, toMs: ms })
      return
    }
    if (ms < part.fromMs) [part.fromMs, part.fromTime] = [ms, time]
    // Of a date and a time on that day the date reaches further.
    if (ms > part.toMs) [part.toMs, part.toTime] = [ms, time]
  }
  for (const entry of entries) {
    const { direction, own, file, copies, feeds, recordTime, isFailed } = entry
    if (direction === undefined) continue
    const time = recordTime ?? entry.time
    const ms = recordTime !== undefined && reader.read(time) === undefined ? reader.ms : entry.ms
    const account = accountOf(own)
    add(account, file, time, ms)
    // A second export covers what it repeats, too.
    if (copies !== undefined) for (const copy of copies) add(account, copy.file, time, ms)
    // What a bank's row moves through a wallet is on the wallet's statement too, in the balance of the row it feeds.
    if (feeds !== undefined) add(accountOf(feeds.own), feeds.file, time, ms)
    if (!isFailed) addFirst(account.firsts, entry, entry.currency || currency)
  }
  const owners = new Map<string, number>()
  for (const { parts } of accounts.values()) {
    for (const file of parts.keys()) owners.set(file, (owners.get(file) ?? 0) + 1)
  }
  return [...accounts].map(([id, { parts, firsts }]) => {
    const periods = [...parts].map(([file, part]) => {
      const given = stated.get(file)
      const period = given?.ofAll === true || owners.get(file) === 1 ? given : undefined
      return { ms: part.fromMs, period: widest({ from: part.fromTime, to: part.toTime }, period, reader) }
    })
    periods.sort((a, b) => a.ms - b.ms)
    const opening = openingOf(firsts)
    return {
      id,
      statement: periods.map(({ period }) => period),
      ...(opening !== undefined && { openingBalance: opening }),
    }
  })
}

/** Keeps a row if it is of the earliest instant of its currency so far. */
function addFirst(firsts: Map<string, Entry[]>, entry: Entry, code: string): void {
  const first = firsts.get(code)
  if (first === undefined || entry.ms < first[0]!.ms) firsts.set(code, [entry])
  else if (entry.ms === first[0]!.ms) first.push(entry)
}

/** The stated period, stretched where rows lie outside it. */
function widest(rows: Period, stated: Period | undefined, reader: TimeReader): Period {
  if (stated === undefined) return rows
  const ms = (time: Period['from'], isEnd: boolean) => {
    if (reader.read(time) !== undefined) return Number.NaN
    if (isEnd) reader.toEnd()
    return reader.ms
  }
  return {
    from: ms(rows.from, false) < ms(stated.from, false) ? rows.from : stated.from,
    to: ms(rows.to, true) > ms(stated.to, true) ? rows.to : stated.to,
  }
}

/**
 * The balances before the first rows, by currency. Within the first instant the row that comes first is the one whose
 * balance before it is no other's balance after; where that does not single out one value, nothing is said.
 */
function openingOf(firsts: ReadonlyMap<string, readonly Entry[]>): Record<string, string> | undefined {
  const openings: Record<string, string> = Object.create(null)
  for (const [code, all] of firsts) {
    // A payment that a card paid for leaves the balance as it was.
    const rows = all.filter(({ isFed }) => !isFed)
    const [fed] = all
    if (rows.length === 0 && fed!.balance !== '' && all.every(({ balance }) => balance === fed!.balance)) {
      openings[code] = fed!.balance
      continue
    }
    const balances = new Map<string, number>()
    for (const row of rows) {
      const before = balanceBefore(row)
      if (before === undefined) continue
      const after = before.plus(row.direction === 'in' ? row.amount : `-${row.amount}`).toFixed()
      balances.set(before.toFixed(), (balances.get(before.toFixed()) ?? 0) + 1)
      balances.set(after, (balances.get(after) ?? 0) - 1)
    }
    const starts = [...balances].filter(([, count]) => count > 0)
    if (starts.length === 1 && rows.every(({ balance }) => balance !== '')) openings[code] = starts[0]![0]
  }
  return Object.keys(openings).length === 0 ? undefined : { ...openings }
}
