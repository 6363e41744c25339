import type { TimeReader } from '../../time.js'
import type { AccountKind, AccountRecord, BuildCounts, Period, Problem, TransferRecord } from '../../types.js'
import { isLost, isRounded } from '../cells.js'
import type { AccountFact, Movement, PartReading, Reading } from '../formats/format.js'
import { isClearing, kindOf } from '../words.js'
import { dropReExports } from './drop-re-exports.js'
import { dropRepeatedEntries } from './drop-repeated-entries.js'
import { type Entry, sourcesOf } from './entry.js'
import { findCounterparties } from './find-counterparties.js'
import { findReversed } from './find-reversed.js'
import { tidyIban } from './iban.js'
import { joinIbans } from './join-ibans.js'
import { joinPayments } from './join-payments.js'
import { type FilePart, type MessageStatement, messageStatements } from './message-statements.js'
import { Numbers } from './numbers.js'
import { oldestFirst } from './oldest-first.js'
import { placeholder } from './placeholder.js'
import { settleSigns } from './settle-signs.js'
import { statementAccounts } from './statement-accounts.js'
import { takeExactTimes } from './take-exact-times.js'
import { undoByReference } from './undo-by-reference.js'
import { withMessageStatements } from './with-message-statements.js'

/** The rows of all files, and what they come to once all are read. */
export class Book {
  readonly #time: TimeReader
  readonly #problem: (problem: Problem) => void
  readonly #numbers = new Numbers()
  readonly #entries: Entry[] = []
  readonly #facts: { fact: AccountFact; id: string }[] = []
  readonly #parts: FilePart[] = []
  #statements: MessageStatement[] = []
  #hasPayments = false
  readonly #infos = new Map<string, AccountRecord>()
  readonly #nameless = new Set<string>()
  readonly #texts = new Map<string, string>()
  readonly #counts: BuildCounts = { rows: 0, accepted: 0, merged: 0, excluded: 0, rejected: 0 }

  constructor(time: TimeReader, problem: (problem: Problem) => void) {
    this.#time = time
    this.#problem = problem
  }

  /** Takes in one row of a file. */
  add(file: string, row: number, reading: Reading | PartReading): void {
    if ('statement' in reading) {
      this.#addPart(file, row, reading)
      return
    }
    this.#counts.rows++
    if ('movement' in reading) this.#addMovement(file, row, reading.movement)
    else if ('fact' in reading) this.#addFact(file, row, reading.fact)
    else if ('fault' in reading) {
      this.#counts.rejected++
      this.#tell(file, row, reading.fault.code, 'error', reading.fault.message)
    } else {
      this.#counts.excluded++
      const { code, message } = reading.nothing
      if (code !== undefined) this.#tell(file, row, code, 'warning', message ?? '')
    }
  }

  /**
   * Joins what the files say of each other. Afterwards every row has both accounts, in the order in which it happened;
   * `sides` says from whose statement each record comes.
   */
  assemble(
    within: number,
    currency: string,
  ): { entries: Entry[]; records: TransferRecord[]; sides: ('from' | 'to' | undefined)[] } {
    joinIbans(this.#numbers, this.#entries, this.#facts, this.#problem)
    for (const entry of this.#entries) {
      entry.own = this.#numbers.idOf(entry.own)
      if (entry.other !== '') entry.other = this.#numbers.idOf(entry.other)
    }
    for (const part of this.#parts) part.account = this.#numbers.idOf(part.account)
    const messages = messageStatements(this.#parts, this.#problem)
    this.#statements = messages.statements
    const told = dropRepeatedEntries(this.#entries, messages, this.#problem)
    this.#counts.merged += told.repeated
    this.#counts.excluded += told.unlisted
    settleSigns(told.entries)
    oldestFirst(told.entries)
    const single = dropReExports(told.entries)
    this.#counts.merged += told.entries.length - single.length
    const joined = joinPayments(single, this.#problem)
    this.#counts.rows += joined.charges
    takeExactTimes(joined.entries, this.#time, currency)
    findCounterparties(joined.entries, within)
    const { entries, repeated } = undoByReference(joined.entries, this.#problem)
    this.#counts.merged += joined.repeated + repeated
    findReversed(entries, this.#problem)
    const records = entries.map((entry) => this.#record(entry))
    for (const { isFailed } of entries) {
      if (isFailed) this.#counts.excluded++
      else this.#counts.accepted++
    }
    const sides = entries.map(({ direction }) =>
      direction === undefined ? undefined : direction === 'out' ? ('from' as const) : ('to' as const),
    )
    return { entries, records, sides }
  }

  /** What became of the rows, `mirrored` of which were joined with another. */
  counts(mirrored: number): BuildCounts {
    const { accepted, merged } = this.#counts
    return { ...this.#counts, accepted: accepted - mirrored, merged: merged + mirrored }
  }

  /** All accounts that the rows name, each once, in the order in which they came. */
  accounts(
    entries: readonly Entry[],
    records: readonly TransferRecord[],
    stated: ReadonlyMap<string, Period>,
    timeZone: string,
    currency: string,
  ): AccountRecord[] {
    // A statement is better evidence of whose account it is than a list, and a list than a counterparty's cell.
    // What a message covers its own words say, not its first row and its last.
    const rows = this.#hasPayments ? entries.filter(({ payment }) => payment === undefined) : entries
    const byRows: AccountRecord[] = statementAccounts(rows, records, stated, timeZone, currency)
    const all = withMessageStatements(byRows, this.#statements, entries, records, timeZone, currency)
    const merged = new Map(all.map((record) => [record.id, record]))
    for (const { own, direction, holder, holderId, institution, accountKind } of entries) {
      const isNumbered = !own.startsWith('unnumbered:')
      const kind = !isNumbered ? 'external' : direction === undefined ? kindApart(accountKind) : accountKind
      learn(merged, own, holder, holderId, institution, kind)
    }
    for (const { fact, id } of this.#facts) {
      const known = learn(
        merged,
        this.#numbers.idOf(id),
        fact.holder,
        fact.holderId,
        fact.institution,
        fact.accountKind,
      )
      if (fact.status !== undefined) known.status ??= fact.status
    }
    for (const { other, counterHolder, counterId, counterBank, direction, accountKind } of entries) {
      const kind = this.#infos.get(other)?.kind ?? (direction === undefined ? kindApart(accountKind) : undefined)
      learn(merged, other, counterHolder, counterId, counterBank, kind)
    }
    return [...merged.values()].map((record) => (record.kind === 'bank' ? withoutKind(record) : record))
  }

  #addMovement(file: string, row: number, movement: Movement): void {
    const fault = this.#time.read(movement.time)
    if (fault !== undefined) {
      this.#counts.rejected++
      this.#tell(file, row, fault, 'error', `there is no time ${JSON.stringify(movement.time)}`)
      return
    }
    const ms = this.#time.ms
    const [account, card] = [movement.account, movement.card].map((number) =>
      this.#checked(number, file, row, 'account'),
    )
    let counterparty = this.#checked(movement.counterparty, file, row, 'counterparty')
    // Digits behind asterisks are many people's: the name tells them apart.
    if (counterparty?.includes('*') === true && movement.counterHolder !== '')
      counterparty += ` ${movement.counterHolder}`
    const own = card || account || this.#unnamed(file, row, movement)
    if (account && card) this.#numbers.join([account, card], card)
    else if (own !== '') this.#numbers.join([own], card ?? '')
    this.#hasPayments ||= movement.payment !== undefined
    // Field by field: a copy by spreading costs several times as much, and this is done for every row.
    this.#entries.push({
      id: `${file}#${row}`,
      file,
      row,
      ms,
      own: this.#once(own),
      other: this.#once(counterparty ?? ''),
      undoes: movement.payment?.undoes === true,
      reverses: undefined,
      also: undefined,
      direction: movement.direction,
      account: '',
      card: '',
      holder: this.#once(movement.holder),
      holderId: this.#once(movement.holderId),
      institution: this.#once(movement.institution),
      accountKind: movement.accountKind,
      amount: movement.amount,
      balance: movement.balance,
      currency: this.#once(movement.currency),
      time: movement.time,
      counterparty: this.#once(counterparty ?? ''),
      counterHolder: this.#once(movement.counterHolder),
      counterId: this.#once(movement.counterId),
      counterBank: this.#once(movement.counterBank),
      counterBalance: movement.counterBalance,
      memo: this.#once(movement.memo),
      serial: movement.serial,
      isCash: movement.isCash,
      isFailed: movement.isFailed,
      payment: movement.payment,
    })
  }

  #addPart(file: string, row: number, { statement }: PartReading): void {
    const account = this.#checked(statement.account, file, row, 'account') ?? ''
    if (account === '') return
    this.#numbers.join([account])
    this.#parts.push({ file, part: statement, account })
  }

  #addFact(file: string, row: number, fact: AccountFact): void {
    const numbers = fact.numbers
      .map((number) => this.#checked(number, file, row, 'account') ?? '')
      .filter((number) => number !== '')
    if (numbers.length === 0) {
      this.#counts.rejected++
      return
    }
    this.#counts.accepted++
    this.#numbers.join(numbers, numbers.includes(fact.card) ? fact.card : '')
    this.#facts.push({ fact, id: numbers[0]! })
  }

  /** A number as it can be used: '' with a problem where a spreadsheet has destroyed it. */
  #checked(given: string, file: string, row: number, role: string): string | undefined {
    const number = tidyIban(given)
    if (isLost(number)) {
      this.#tell(
        file,
        row,
        'lost-number',
        'warning',
        `the digits of the ${role} ${JSON.stringify(number)} are lost; it is unknown`,
      )
      return role === 'account' ? '' : `unknown:${file}#${row}`
    }
    if (isRounded(number)) {
      const message = `the ${role} ${JSON.stringify(number)} seems to have lost its last digits to a spreadsheet`
      this.#tell(file, row, 'rounded-number', 'warning', message)
    }
    return number
  }

  /** Stands for the account of a statement that does not say whose it is. */
  #unnamed(file: string, row: number, { account, card, holder }: Movement): string {
    const lost = [card, account].find(isLost)
    if (lost !== undefined) return ['unknown', file, lost, holder].filter((part) => part !== '').join(':')
    if (!this.#nameless.has(file)) {
      this.#nameless.add(file)
      this.#tell(
        file,
        row,
        'unknown-account',
        'warning',
        'the file does not say which account it is of; it is named after the file',
      )
    }
    return ['statement', file, holder].filter((part) => part !== '').join(':')
  }

  #record(entry: Entry): TransferRecord {
    const { direction, counterHolder, counterparty, memo, isFailed, reverses, balance, counterBalance } = entry
    const passesOn = isClearing(counterHolder, counterparty)
    const kind =
      direction === undefined ? 'transfer' : (entry.payment?.kind ?? kindOf(memo, direction, entry.isCash, passesOn))
    if (entry.other === '') {
      const stand = placeholder(entry, kind)
      entry.other = stand.id
      this.#infos.set(stand.id, stand)
    } else if (passesOn) {
      this.#infos.set(entry.other, { id: entry.other, kind: 'clearing' })
    } else if (entry.other.startsWith('unknown:') || entry.other.startsWith('unnumbered:')) {
      this.#infos.set(entry.other, { id: entry.other, kind: 'external' })
    }
    const [from, to] = direction === 'in' ? [entry.other, entry.own] : [entry.own, entry.other]
    const [fromBalance, toBalance] = direction === 'in' ? [counterBalance, balance] : [balance, counterBalance]
    return {
      id: entry.id,
      from,
      to,
      amount: entry.amount,
      time: entry.time,
      ...(entry.currency !== '' && { currency: entry.currency }),
      ...(kind !== 'transfer' && { kind }),
      ...(isFailed && { status: 'failed' as const }),
      ...(reverses !== undefined && { reverses }),
      ...(fromBalance !== '' && { fromBalance }),
      ...(toBalance !== '' && { toBalance }),
      ...(memo !== '' && { memo }),
      source: sourcesOf(entry),
      ...(entry.also !== undefined && { aliases: entry.also.map(({ id }) => id) }),
    }
  }

  #tell(file: string, row: number, code: string, severity: Problem['severity'], message: string): void {
    this.#problem({ code, severity, message, row, file })
  }

  /** One text of many equal ones, for a file repeats its names in every row. */
  #once(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    if (this.#texts.size < 1_000_000) this.#texts.set(text, text)
    return text
  }
}

/** Adds what is not known yet of an account. */
function learn(
  accounts: Map<string, AccountRecord>,
  id: string,
  holder: string,
  holderId: string,
  institution: string,
  kind: AccountKind | undefined,
): AccountRecord {
  let known = accounts.get(id)
  if (known === undefined) {
    known = { id }
    accounts.set(id, known)
  }
  if (holder !== '') known.holder ??= holder
  if (holderId !== '') known.holderId ??= holderId
  if (institution !== '') known.institution ??= institution
  if (kind !== undefined) known.kind ??= kind
  return known
}

/** A list of transfers says of neither account that it is a bank's. */
function kindApart(kind: AccountKind): AccountKind | undefined {
  return kind === 'bank' ? undefined : kind
}

function withoutKind({ kind: _, ...record }: AccountRecord): AccountRecord {
  return record
}
