import { show } from '../show.js'
import type { TimeReader } from '../time.js'
import type { AccountKind, AccountRecord, AccountStatus, Problem } from '../types.js'
import type { AccountBook, AccountInfo, Stretch } from './account-book.js'

const KINDS: readonly AccountKind[] = [
  'bank',
  'payment',
  'securities',
  'exchange',
  'merchant',
  'cash',
  'clearing',
  'external',
]
const STATUSES: readonly AccountStatus[] = ['active', 'frozen', 'closed']

/** A statement that begins within a second of another's end continues it: 23:59:59 and 00:00:00 leave nothing out. */
const CONTINUES_WITHIN_MS = 1000

/** Reads the account records into the book; what is unusable is left out and becomes a problem. */
export function readAccounts(
  records: Iterable<AccountRecord>,
  book: AccountBook,
  time: TimeReader,
  problems: Problem[],
): void {
  let row = 0
  for (const record of records as Iterable<unknown>) {
    row++
    const report = (code: string, severity: Problem['severity'], message: string, id?: string) =>
      problems.push({
        code,
        severity,
        message: `account record ${row}: ${message}`,
        ...(id !== undefined && { id }),
      })
    try {
      readAccount(record, book, time, report)
    } catch {
      report('unreadable-account', 'error', 'reading it failed; the record is left out')
    }
  }
  for (let index = 0; index < book.size; index++) {
    const info = book.info(index)
    if (info !== undefined) info.stretches = joined(info.stretches)
  }
}

type Report = (code: string, severity: Problem['severity'], message: string, id?: string) => void

function readAccount(record: unknown, book: AccountBook, time: TimeReader, report: Report): void {
  if (typeof record !== 'object' || record === null) {
    report('not-an-object', 'error', `${show(record)} is not an account record; it is left out`)
    return
  }
  const fields = record as Record<keyof AccountRecord, unknown>
  const id = fields.id
  if (typeof id !== 'string' || id === '') {
    report('invalid-id', 'error', `id ${show(id)} is not a non-empty string; the record is left out`)
    return
  }
  const index = book.add(id)
  const info = book.infoToFill(index)
  const text = (name: 'holder' | 'institution' | 'holderId') => {
    const value = fields[name]
    if (value === undefined || value === null || value === '') return
    if (typeof value !== 'string') {
      report('invalid-field', 'warning', `${name} ${show(value)} is not a string; it is ignored`, id)
    } else if (info[name] === undefined) {
      if (name === 'holderId') book.setHolderId(index, value)
      else info[name] = value
    } else if (info[name] !== value) {
      report(
        'account-conflict',
        'warning',
        `${name} ${show(value)} differs from ${show(info[name])}; the first stays`,
        id,
      )
    }
  }
  text('holder')
  text('holderId')
  text('institution')
  choice('kind', KINDS, fields.kind, info, report, id)
  choice('status', STATUSES, fields.status, info, report, id)
  const starts = readPeriods(fields.statement, info, time, report, id)
  readOpenings(fields.openingBalance, starts, info, report, id)
}

function choice<Name extends 'kind' | 'status'>(
  name: Name,
  allowed: readonly NonNullable<AccountInfo[Name]>[],
  value: unknown,
  info: AccountInfo,
  report: Report,
  id: string,
): void {
  if (value === undefined || value === null) return
  const known = allowed.find((candidate) => candidate === value)
  if (known === undefined) {
    report('invalid-field', 'warning', `${name} ${show(value)} is none of ${allowed.join(', ')}; it is ignored`, id)
  } else if (info[name] === undefined) {
    info[name] = known as AccountInfo[Name]
  } else if (info[name] !== known) {
    report('account-conflict', 'warning', `${name} ${show(value)} differs from ${info[name]}; the first stays`, id)
  }
}

/** Adds the usable periods and returns the start of the earliest, -Infinity where the record has none. */
function readPeriods(value: unknown, info: AccountInfo, time: TimeReader, report: Report, id: string): number {
  if (value === undefined || value === null) return Number.NEGATIVE_INFINITY
  let earliest = Number.POSITIVE_INFINITY
  for (const period of Array.isArray(value) ? value : [value]) {
    const { from, to } = (typeof period === 'object' && period !== null ? period : {}) as Record<string, never>
    if (time.read(from as never) !== undefined) {
      report('invalid-period', 'warning', `a statement begins at ${show(from)}, which is no time; it is ignored`, id)
      continue
    }
    const start = time.ms
    if (time.read(to as never) !== undefined) {
      report('invalid-period', 'warning', `a statement ends at ${show(to)}, which is no time; it is ignored`, id)
      continue
    }
    time.toEnd()
    if (time.ms < start) {
      report('invalid-period', 'warning', `a statement ends at ${show(to)}, before ${show(from)}; it is ignored`, id)
      continue
    }
    info.stretches.push({ from: start, to: time.ms, toSub: time.sub })
    earliest = Math.min(earliest, start)
  }
  return earliest === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : earliest
}

function readOpenings(value: unknown, at: number, info: AccountInfo, report: Report, id: string): void {
  if (value === undefined || value === null) return
  // A Decimal is an object too; what is no plain object is read as one amount, and found out there if it is none.
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined
  const byCurrency = prototype === Object.prototype || prototype === null
  const openings = byCurrency ? Object.entries(value) : [[undefined, value] as const]
  for (const [currency, amount] of openings) {
    const known = info.openings.find((opening) => opening.at === at && opening.currency === currency)
    if (known === undefined) {
      info.openings.push({ at, currency, amount: amount as never })
    } else if (String(known.amount) !== String(amount)) {
      report('account-conflict', 'warning', `a second opening balance for one instant; the first stays`, id)
    }
  }
}

/** Sorts the stretches and joins those that touch. */
function joined(stretches: Stretch[]): Stretch[] {
  const sorted = [...stretches].sort((a, b) => a.from - b.from || a.to - b.to || a.toSub - b.toSub)
  const result: Stretch[] = []
  for (const stretch of sorted) {
    const last = result.at(-1)
    if (last === undefined || stretch.from - last.to > CONTINUES_WITHIN_MS) {
      result.push({ ...stretch })
    } else if (stretch.to > last.to || (stretch.to === last.to && stretch.toSub > last.toSub)) {
      last.to = stretch.to
      last.toSub = stretch.toSub
    }
  }
  return result
}
