import { Decimal } from 'decimal.js'
import { ACCOUNT_KINDS } from '../account-kinds.js'
import { show } from '../show.js'
import type { TimeReader } from '../time.js'
import type { AccountRecord, AccountStatus, Problem, TimeInput } from '../types.js'
import type { AccountBook, AccountInfo, DeclaredOpening, Stretch } from './account-book.js'

const STATUSES: readonly AccountStatus[] = ['active', 'frozen', 'closed']

/** A statement that begins within a second of another's end continues it: 23:59:59 and 00:00:00 leave nothing out. */
export const CONTINUES_WITHIN_MS = 1000

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
  // All of the caller's fields are read before anything is kept: a getter that throws leaves nothing half done.
  const { id, holder, holderId, institution, kind, status, frozenBy, statement, openingBalance } = record as Record<
    keyof AccountRecord,
    unknown
  >
  if (typeof id !== 'string' || id === '') {
    report('invalid-id', 'error', `id ${show(id)} is not a non-empty string; the record is left out`)
    return
  }
  const stretches = readPeriods(statement, time, report, id)
  const openings = readOpenings(openingBalance, startOf(stretches), report, id)

  const index = book.add(id)
  const info = book.infoToFill(index)
  for (const stretch of stretches) info.stretches.push(stretch)
  for (const opening of openings) info.openings.push(opening)
  const text = (name: 'holder' | 'institution' | 'holderId' | 'frozenBy', value: unknown) => {
    if (value === undefined || value === null || value === '') return
    if (typeof value !== 'string') {
      report('invalid-field', 'warning', `${name} ${show(value)} is not a string; it is ignored`, id)
    } else if (info[name] === undefined) {
      if (name === 'holderId') book.setHolderId(index, value)
      else info[name] = value
    } else if (info[name] !== value) {
      const message = `${name} ${show(value)} differs from ${show(info[name])}; the first stays`
      report('account-conflict', 'warning', message, id)
    }
  }
  text('holder', holder)
  text('holderId', holderId)
  text('institution', institution)
  text('frozenBy', frozenBy)
  choice('kind', ACCOUNT_KINDS, kind, info, report, id)
  choice('status', STATUSES, status, info, report, id)
}

function choice<Name extends 'kind' | 'status'>(
  name: Name,
  allowed: readonly NonNullable<AccountInfo[Name]>[],
  value: unknown,
  info: AccountInfo,
  report: Report,
  id: string,
): void {
  if (value === undefined || value === null || value === '') return
  const known = allowed.find((candidate) => candidate === value)
  if (known === undefined) {
    report('invalid-field', 'warning', `${name} ${show(value)} is none of ${allowed.join(', ')}; it is ignored`, id)
  } else if (info[name] === undefined) {
    info[name] = known as AccountInfo[Name]
  } else if (info[name] !== known) {
    report('account-conflict', 'warning', `${name} ${show(value)} differs from ${info[name]}; the first stays`, id)
  }
}

function readPeriods(value: unknown, time: TimeReader, report: Report, id: string): Stretch[] {
  if (value === undefined || value === null) return []
  const stretches: Stretch[] = []
  for (const period of Array.isArray(value) ? value : [value]) {
    const { from, to } = (typeof period === 'object' && period !== null ? period : {}) as Record<string, TimeInput>
    const ignore = (why: string) => report('invalid-period', 'warning', `a statement ${why}; it is ignored`, id)
    const warnOfTwo = (given: unknown) => {
      const message = `time ${show(given)} comes twice in ${time.timeZone}; the earlier is taken`
      if (time.ambiguous) report('ambiguous-local-time', 'warning', message, id)
    }
    if (time.read(from as TimeInput) !== undefined) {
      ignore(`begins at ${show(from)}, which is no time`)
      continue
    }
    warnOfTwo(from)
    const start = { from: time.ms, fromSub: time.sub }
    if (time.read(to as TimeInput) !== undefined) {
      ignore(`ends at ${show(to)}, which is no time`)
      continue
    }
    warnOfTwo(to)
    time.toEnd()
    if (time.ms < start.from) ignore(`ends at ${show(to)}, before ${show(from)}`)
    else stretches.push({ ...start, to: time.ms, toSub: time.sub })
  }
  return stretches
}

/** When the earliest of an account record's statements begins. */
function startOf(stretches: readonly Stretch[]): { at: number; sub: number } {
  const [first] = [...stretches].sort((a, b) => a.from - b.from || a.fromSub - b.fromSub)
  return first === undefined ? { at: Number.NEGATIVE_INFINITY, sub: 0 } : { at: first.from, sub: first.fromSub }
}

function readOpenings(
  value: unknown,
  start: { at: number; sub: number },
  report: Report,
  id: string,
): DeclaredOpening[] {
  if (value === undefined || value === null) return []
  // A Decimal is an object too, but no plain one; a plain one of another realm has that realm's prototype.
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined
  const byCurrency = prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null)
  const openings: DeclaredOpening[] = []
  for (const [currency, given] of byCurrency ? Object.entries(value) : [[undefined, value] as const]) {
    const amount = Decimal.isDecimal(given) && given.e < 40 && given.e > -40 ? String(given.toFixed()) : given
    if (typeof amount === 'string' || typeof amount === 'number' || typeof amount === 'bigint') {
      openings.push({ ...start, currency, amount })
    } else {
      report('invalid-amount', 'warning', `opening balance ${show(given)} is not an amount; it is ignored`, id)
    }
  }
  return openings
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
