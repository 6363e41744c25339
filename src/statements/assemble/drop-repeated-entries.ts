import type { Problem } from '../../types.js'
import { type Entry, isPayment, type PaymentEntry, yieldTo } from './entry.js'
import type { MessageStatement } from './message-statements.js'

/** How far apart two messages may date one entry. A bank's own reference and a UETR need no date. */
const DAYS = 5
const DAY_MS = 86_400_000
/** How many entries of one reference and amount are looked at. */
const MOST = 100
const CERTAIN = /^(?:uetr|svcr):/

/** An entry of an account as one message tells it, in one movement or several. */
interface Told {
  message: string
  part: string
  own: string
  currency: string
  amount: string
  ms: number
  day: string
  references: Set<string>
  movements: PaymentEntry[]
}

/**
 * Leaves out entries that several messages tell of: a report (camt.052) and a notification (camt.054) what a statement
 * (camt.053) states as well, or two copies of one message. What tells most parts of an entry stays. Two messages tell
 * of one entry where account, direction, amount and currency are equal and a reference too; or, without a reference in
 * common, where a statement that covers the day has exactly that entry on it. An entry of a report or notification that
 * is not on a statement proven complete for its day is left out with a problem.
 */
export function dropRepeatedEntries(
  entries: readonly Entry[],
  { statements, copies }: { statements: readonly MessageStatement[]; copies: ReadonlySet<string> },
  problem: (problem: Problem) => void,
): { entries: Entry[]; repeated: number; unlisted: number } {
  const told = toldEntries(entries)
  if (told.length === 0) return { entries: [...entries], repeated: 0, unlisted: 0 }
  const gone = new Set<Entry>()
  let repeated = 0
  let unlisted = 0
  const known = new Known()
  const covers = coverage(statements)
  const drop = (one: Told, kept: Told) => {
    // What has most parts stays; of equals the statement.
    const isFiner = one.movements.length > kept.movements.length
    const [stays, goes] = isFiner ? [one, kept] : [kept, one]
    for (const movement of goes.movements) {
      gone.add(movement)
      repeated++
    }
    unite(stays, goes)
    if (isFiner) kept.movements = one.movements
    for (const reference of one.references) known.name(kept, reference)
  }
  // Statements first, for they are final.
  const rank = ['camt.053', 'camt.052', 'camt.054']
  for (const message of rank) {
    for (const one of told.filter((candidate) => candidate.message === message)) {
      const covering = message === 'camt.053' ? undefined : covers(one)
      const kept =
        known.byReference(one) ?? (covering !== undefined || copies.has(one.part) ? known.byDay(one) : undefined)
      if (kept !== undefined) {
        known.take(kept, one.part)
        drop(one, kept)
      } else if (covering?.isProven === true) {
        const first = one.movements[0]!
        const text = `${one.amount} ${one.currency} are not on ${covering.name}, which is complete for ${one.day}; the entry is left out`
        problem({
          code: 'not-on-statement',
          severity: 'warning',
          message: text,
          file: first.file,
          row: first.row,
          id: first.id,
        })
        for (const movement of one.movements) {
          gone.add(movement)
          unlisted++
        }
      } else known.add(one)
    }
  }
  return { entries: entries.filter((entry) => !gone.has(entry)), repeated, unlisted }
}

function toldEntries(entries: readonly Entry[]): Told[] {
  const groups = new Map<string, Told>()
  for (const entry of entries) {
    if (!isPayment(entry) || entry.direction === undefined) continue
    const { payment, file, own, currency, ms, time } = entry
    const part = `${file}#${payment.part}`
    const key = `${part}#${payment.entry}`
    let told = groups.get(key)
    if (told === undefined) {
      told = {
        message: payment.message,
        part,
        own,
        currency,
        amount: payment.entryAmount,
        ms,
        day: time.slice(0, 10),
        references: new Set(),
        movements: [],
      }
      groups.set(key, told)
    }
    told.movements.push(entry)
    for (const reference of payment.references) if (!reference.startsWith('instr:')) told.references.add(reference)
  }
  return [...groups.values()]
}

/** The entries that stay, by what they may be found by. */
class Known {
  readonly #groups = new Map<string, Told[]>()
  readonly #keys = new Map<Told, Set<string>>()
  /** The messages that have told of an entry already: a message tells of each once. */
  readonly #taken = new Map<Told, Set<string>>()
  /** How many entries at the front of a group a message has told of. */
  readonly #passed = new Map<string, number>()

  add(one: Told): void {
    this.#taken.set(one, new Set([one.part]))
    this.#put(one, dayKey(one))
    for (const reference of one.references) this.name(one, reference)
  }

  name(one: Told, reference: string): void {
    this.#put(one, keyOf(one, reference))
  }

  take(one: Told, part: string): void {
    this.#taken.get(one)?.add(part)
  }

  byReference(one: Told): Told | undefined {
    for (const reference of one.references) {
      const isCertain = CERTAIN.test(reference)
      const found = this.#first(keyOf(one, reference), one.part, (kept) => isCertain || isNear(kept, one))
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The entry of that day which no reference contradicts, if a statement tells of it. */
  byDay(one: Told): Told | undefined {
    return this.#first(dayKey(one), one.part, (kept) => kept.message === 'camt.053' && !contradict(kept, one))
  }

  #put(one: Told, key: string): void {
    const keys = this.#keys.get(one) ?? new Set<string>()
    this.#keys.set(one, keys)
    if (keys.has(key)) return
    keys.add(key)
    push(this.#groups, key, one)
  }

  #first(key: string, part: string, fits: (kept: Told) => boolean): Told | undefined {
    const group = this.#groups.get(key)
    if (group === undefined) return undefined
    const place = `${part}\u0000${key}`
    let at = this.#passed.get(place) ?? 0
    while (at < group.length && this.#taken.get(group[at]!)?.has(part) === true) at++
    this.#passed.set(place, at)
    return group.slice(at, at + MOST).find((kept) => this.#taken.get(kept)?.has(part) === false && fits(kept))
  }
}

function keyOf({ own, currency, amount }: Told, reference: string): string {
  return JSON.stringify([own, currency, plainAmount(amount), reference])
}

function dayKey(one: Told): string {
  return keyOf(one, one.day)
}

function plainAmount(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount
}

function isNear(a: Told, b: Told): boolean {
  return Math.abs(a.ms - b.ms) <= DAYS * DAY_MS
}

/** Both have references of one kind, and none in common. */
function contradict(a: Told, b: Told): boolean {
  const kinds = new Set([...a.references].map(kindOf))
  return [...b.references].some((reference) => kinds.has(kindOf(reference)))
}

function kindOf(reference: string): string {
  return reference.slice(0, reference.indexOf(':'))
}

/** The statement that covers the day of an entry, the one that is proven first. */
function coverage(statements: readonly MessageStatement[]): (one: Told) => MessageStatement | undefined {
  const byAccount = new Map<string, MessageStatement[]>()
  for (const statement of statements) {
    if (statement.message === 'camt.053')
      push(byAccount, JSON.stringify([statement.account, statement.currency]), statement)
  }
  return ({ own, currency, day }) => {
    const covering = (byAccount.get(JSON.stringify([own, currency])) ?? []).filter(
      ({ from, to }) => from.slice(0, 10) <= day && day <= to.slice(0, 10),
    )
    return covering.find(({ isProven }) => isProven) ?? covering[0]
  }
}

/** What the one that goes says beside the one that stays: the counterparty, and the time of day. */
function unite(stays: Told, goes: Told): void {
  const [kept, other] = [stays.movements[0]!, goes.movements[0]!]
  if (stays.movements.length > 1 || goes.movements.length > 1) {
    for (const movement of goes.movements) yieldTo(movement, kept)
    return
  }
  yieldTo(other, kept)
  if (kept.other === '') {
    kept.other = other.other
    kept.counterparty = other.counterparty
  }
  kept.counterHolder ||= other.counterHolder
  kept.counterId ||= other.counterId
  kept.counterBank ||= other.counterBank
  kept.payment = {
    ...kept.payment,
    references: [...new Set([...kept.payment.references, ...other.payment.references])],
    undoes: kept.payment.undoes || other.payment.undoes,
  }
  kept.undoes ||= other.undoes
  if (kept.time.length === 10 && other.time.startsWith(kept.time) && other.time.length > 10) {
    kept.time = other.time
    kept.ms = other.ms
  }
}

function push<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [one])
  else group.push(one)
}
