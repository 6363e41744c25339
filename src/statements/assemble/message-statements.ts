import { Money } from '../../money.js'
import type { Problem } from '../../types.js'
import type { StatementPart } from '../formats/format.js'

/** A part of a file, with the account that it is of. */
export interface FilePart {
  file: string
  part: StatementPart
  account: string
}

/** A statement of ISO 20022, its pages put together. */
export interface MessageStatement {
  account: string
  file: string
  /** The parts of which it consists: "<file>#<part>". */
  parts: string[]
  message: StatementPart['message']
  name: string
  currency: string
  sequence: number | undefined
  /** Dates or times; a date alone is a whole day. */
  from: string
  to: string
  opening: string | undefined
  closing: string | undefined
  /** The balances and the entries agree: nothing that was booked is missing. */
  isProven: boolean
}

/** Days between statements without a number that still continue each other: a holiday and a weekend. */
const QUIET_DAYS = 5
const DAY_MS = 86_400_000
/** How many statements of one number may wait for their pages. */
const MOST_OPEN = 10

/**
 * The statements that the messages' parts make: pages put together, opening and entries held against the closing
 * balance, and each against the statement before it. A report (camt.052) counts as one only where its balances prove
 * that it is complete. What does not agree is told with its amount. `copies` are parts that came before: "<file>#<part>".
 */
export function messageStatements(
  parts: readonly FilePart[],
  problem: (problem: Problem) => void,
): { statements: MessageStatement[]; copies: Set<string> } {
  const statements: MessageStatement[] = []
  const copies = new Set<string>()
  for (const pages of pagesOf(parts, copies)) {
    const statement = statementOf(pages, problem)
    if (statement === undefined || (statement.message === 'camt.052' && !statement.isProven)) continue
    statements.push(statement)
  }
  const accounts = new Map<string, MessageStatement[]>()
  for (const statement of statements) {
    if (statement.message !== 'camt.053') continue
    const key = JSON.stringify([statement.account, statement.currency])
    const group = accounts.get(key)
    if (group === undefined) accounts.set(key, [statement])
    else group.push(statement)
  }
  for (const group of accounts.values()) continueEachOther(group, problem)
  const reports = statements.filter(({ message }) => message !== 'camt.053')
  return { statements: [...[...accounts.values()].flat(), ...reports], copies }
}

/** The parts that are pages of one statement; the same page again, as a copy, is left out. */
function pagesOf(parts: readonly FilePart[], copies: Set<string>): FilePart[][] {
  const groups = new Map<string, FilePart[][]>()
  const seen = new Set<string>()
  for (const one of parts) {
    const { message, currency, sequence, id } = one.part
    const key = JSON.stringify([message, one.account, currency, sequence ?? id])
    const sets = groups.get(key) ?? []
    groups.set(key, sets)
    const facts = `${key} ${factsOf(one.part)}`
    if (seen.has(facts)) {
      copies.add(`${one.file}#${one.part.part}`)
      continue
    }
    seen.add(facts)
    const { page } = one.part
    const open = sets
      .slice(-MOST_OPEN)
      .find((pages) => page !== undefined && pages.every(({ part }) => part.page !== undefined && part.page !== page))
    if (open === undefined) sets.push([one])
    else open.push(one)
  }
  return [...groups.values()].flat().map((pages) => pages.sort((a, b) => (a.part.page ?? 0) - (b.part.page ?? 0)))
}

/** What two copies of one page have in common. */
function factsOf({ id, page, booked, opening, closing, from, to, firstDay, lastDay }: StatementPart): string {
  return JSON.stringify([id, page, booked, opening, closing, from, to, firstDay, lastDay])
}

function statementOf(pages: readonly FilePart[], problem: (problem: Problem) => void): MessageStatement | undefined {
  const { file, account } = pages[0]!
  const head = pages[0]!.part
  const { message, currency, sequence } = head
  const name = `statement ${JSON.stringify((head.id || `#${head.part}`).slice(0, 60))} of ${account}`
  const tell = (code: string, text: string) => problem({ code, severity: 'warning', message: text, file })
  const isWhole = hasAllPages(pages)
  if (!isWhole && message === 'camt.053') {
    const numbers = pages.map(({ part }) => part.page).join(', ')
    tell('missing-page', `of ${name} only page ${numbers} is there`)
  }
  const opening = pages[0]!.part.opening
  const closing = pages.at(-1)!.part.closing
  let isProven = false
  if (opening !== undefined && closing !== undefined) {
    let sum = new Money(opening.amount)
    for (const { part } of pages) sum = sum.plus(part.booked)
    const difference = new Money(closing.amount).minus(sum)
    isProven = isWhole && difference.isZero()
    if (!difference.isZero() && message === 'camt.053') {
      const text = `${name} opens with ${opening.amount} and its entries make ${sum.toFixed()}; it closes with ${closing.amount}: ${difference.toFixed()} ${currency} are unexplained`
      tell('closing-difference', text)
    }
  }
  const period = periodOf(pages, name, tell)
  if (period === undefined) return undefined
  return {
    account,
    file,
    parts: pages.map((page) => `${page.file}#${page.part.part}`),
    message,
    name,
    currency,
    sequence,
    ...period,
    opening: opening?.amount,
    closing: closing?.amount,
    isProven,
  }
}

function hasAllPages(pages: readonly FilePart[]): boolean {
  const isEveryPage = pages.every(({ part }, at) => part.page === undefined || part.page === at + 1)
  return isEveryPage && pages.at(-1)!.part.isLastPage !== false
}

/**
 * The period of a statement: the stated one if its entries lie within, else from the day of the opening balance (or the
 * day after, where that is the closing balance of the statement before) to that of the closing one. A report reaches no
 * further than the moment at which it was made.
 */
function periodOf(
  pages: readonly FilePart[],
  name: string,
  tell: (code: string, text: string) => void,
): { from: string; to: string } | undefined {
  const head = pages[0]!.part
  const days = pages.flatMap(({ part }) => (part.firstDay === '' ? [] : [part.firstDay, part.lastDay])).sort()
  const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)]
  const opening = head.opening
  const closing = pages.at(-1)!.part.closing
  const closingDay = dayOf(closing?.time ?? '')
  let { from, to } = head
  // An end at midnight is that day's end where anything says so.
  const isWholeDay = lastDay === to || closingDay === to || dayOf(from) === to
  if (head.isToMidnight && dayOf(to) !== '' && !isWholeDay) to = addDays(dayOf(to), -1)
  if (dayOf(from) !== '' && dayOf(to) !== '') {
    if (firstDay === '' || (dayOf(from) <= firstDay && lastDay <= dayOf(to))) return notBeyond(head, from, to)
    const message = `${name} says that it is from ${from} to ${to}; its entries are from ${firstDay} to ${lastDay}, and its balances' dates count`
    tell('period-contradicted', message)
  }
  const openingDay = dayOf(opening?.time ?? '')
  const begins = openingDay !== '' && opening!.isPrevious ? addDays(openingDay, 1) : openingDay
  const first = [begins, firstDay].filter((day) => day !== '').sort()[0]
  const last = [closingDay, lastDay]
    .filter((day) => day !== '')
    .sort()
    .at(-1)
  if (first === undefined || last === undefined) return undefined
  from = first < last ? first : last
  return notBeyond(head, from, last)
}

function notBeyond(head: StatementPart, from: string, to: string): { from: string; to: string } {
  const isLater =
    head.message === 'camt.052' && head.created !== '' && head.created < (to.length === 10 ? `${to}~` : to)
  return { from, to: isLater && dayOf(head.created) >= dayOf(from) ? head.created : to }
}

/** Holds each statement of an account against the one before it; where it continues that one, so does its period. */
function continueEachOther(statements: MessageStatement[], problem: (problem: Problem) => void): void {
  const order = (a: MessageStatement, b: MessageStatement) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)
  // Of one day as their numbers say, else as they came.
  statements.sort((a, b) => order(a, b) || (a.sequence ?? b.sequence ?? 0) - (b.sequence ?? a.sequence ?? 0))
  for (let at = 1; at < statements.length; at++) {
    const before = statements[at - 1]!
    const after = statements[at]!
    const tell = (code: string, message: string) =>
      problem({ code, severity: 'warning', message: `${after.name} ${message}`, file: after.file })
    const step =
      before.sequence === undefined || after.sequence === undefined ? undefined : after.sequence - before.sequence
    const known = before.closing !== undefined && after.opening !== undefined
    const difference = known ? new Money(after.opening!).minus(before.closing!) : new Money(0)
    const gap = (Date.parse(dayOf(after.from)) - Date.parse(dayOf(before.to))) / DAY_MS
    const isNext = step === undefined ? gap <= QUIET_DAYS : step === 1 || (step < 1 && gap <= QUIET_DAYS)
    if (!isNext) {
      const between = `the balance went from ${before.closing} to ${after.opening} ${after.currency} in between`
      if (step !== undefined && step > 1) {
        tell(
          'missing-statement',
          `is number ${after.sequence}, the one before is ${before.sequence}; ${known ? between : 'what happened in between is not known'}`,
        )
      }
      continue
    }
    if (gap < 0 && !(known && difference.isZero())) {
      tell('statement-overlap', `overlaps the one before; entries of both without a reference count twice`)
      continue
    }
    if (!difference.isZero()) {
      tell(
        'statement-break',
        `opens with ${after.opening}, the one before closes with ${before.closing}: ${difference.toFixed()} ${after.currency} apart`,
      )
      continue
    }
    const next = before.to.length === 10 ? addDays(before.to, 1) : before.to
    if (known && next < after.from) after.from = next
  }
}

function dayOf(time: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? ''
}

function addDays(day: string, days: number): string {
  const ms = Date.parse(day)
  return Number.isNaN(ms) ? day : new Date(ms + days * DAY_MS).toISOString().slice(0, 10)
}
