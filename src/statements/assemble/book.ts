import type { TimeReader } from '../../time.js'
import type { AccountRecord, BuildCounts, Duration, Problem, TransferRecord } from '../../types.js'
import { cleanAccount, isLost, isRounded } from '../cells.js'
import type { AccountFact, Movement, PartReading, Reading, StatedPeriod } from '../formats/format.js'
import { remembering } from '../remembering.js'
import { isClearing, kindOf } from '../words.js'
import { dropReExports } from './drop-re-exports.js'
import { dropRepeatedEntries } from './drop-repeated-entries.js'
import type { Entry } from './entry.js'
import { findCounterparties } from './find-counterparties.js'
import { findMirrors } from './find-mirrors.js'
import { findReversed } from './find-reversed.js'
import { tidyIban } from './iban.js'
import { joinIbans } from './join-ibans.js'
import { joinMirrored } from './join-mirrored.js'
import { joinPayments } from './join-payments.js'
import { knownAccounts } from './known-accounts.js'
import { type FilePart, type MessageStatement, messageStatements } from './message-statements.js'
import { Numbers } from './numbers.js'
import { oldestFirst } from './oldest-first.js'
import { aliasesOf, pairRecords, sourcesOf } from './pair-records.js'
import { partAccounts } from './part-accounts.js'
import { placeholder } from './placeholder.js'
import { seeThrough } from './see-through.js'
import { settleDays } from './settle-days.js'
import { settleDirections } from './settle-directions.js'
import { settleSigns } from './settle-signs.js'
import { settleTimes } from './settle-times.js'
import { statementAccounts } from './statement-accounts.js'
import { takeExactTimes } from './take-exact-times.js'
import { tellRecordTimes } from './tell-record-times.js'
import { undoByReference } from './undo-by-reference.js'
import { withMessageStatements } from './with-message-statements.js'

/** How rows of one movement are found. */
export interface AssembleOptions {
  within: Duration
  withinMs: number
  /** How far apart two rows that state one number of an order may lie. */
  longestMs: number
  timeZone: string
  currency: string
}

/** The rows of all files, and what they come to once all are read. */
export class Book {
  readonly #time: TimeReader
  readonly #problem: (problem: Problem) => void
  readonly #numbers = new Numbers()
  /** Rows as they were read, and what is left of them. */
  #read: Entry[] = []
  #entries: Entry[] = []
  readonly #transits: AccountRecord[] = []
  readonly #facts: { fact: AccountFact; id: string }[] = []
  readonly #parts: FilePart[] = []
  #statements: MessageStatement[] = []
  #hasPayments = false
  readonly #infos = new Map<string, AccountRecord>()
  readonly #nameless = new Set<string>()
  readonly #passesOn = remembering((holder) => isClearing(holder, ''))
  readonly #counts: BuildCounts = { rows: 0, accepted: 0, merged: 0, excluded: 0, rejected: 0 }

  constructor(time: TimeReader, problem: (problem: Problem) => void) {
    this.#time = time
    this.#problem = problem
  }

  /** All of these numbers are of one account, named by the first. */
  join(numbers: readonly string[]): void {
    const clean = numbers.map(cleanAccount)
    this.#numbers.join(clean, clean[0])
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
   * Joins what the files say of each other: afterwards every row has both accounts, rows of one movement are one
   * record, and all stand in the order in which they happened.
   */
  assemble(options: AssembleOptions): TransferRecord[] {
    joinIbans(this.#numbers, this.#read, this.#facts, this.#problem)
    for (const entry of this.#read) {
      entry.unit ||= options.currency
      entry.own = this.#numbers.idOf(entry.own)
      if (entry.other !== '') entry.other = this.#numbers.idOf(entry.other)
      if (entry.paidFrom !== '') entry.paidFrom = this.#numbers.idOf(entry.paidFrom)
    }
    for (const part of this.#parts) part.account = this.#numbers.idOf(part.account)
    const messages = messageStatements(this.#parts, this.#problem)
    this.#statements = messages.statements
    const told = dropRepeatedEntries(this.#read, messages, this.#problem)
    this.#counts.merged += told.repeated
    this.#counts.excluded += told.unlisted
    settleDirections(told.entries, this.#problem)
    settleSigns(told.entries)
    oldestFirst(told.entries)
    partAccounts(told.entries, options.withinMs)
    const single = dropReExports(told.entries)
    this.#counts.merged += told.entries.length - single.length
    this.#read = []
    const joined = joinPayments(single, this.#problem)
    this.#counts.rows += joined.charges
    takeExactTimes(joined.entries, this.#time, options.currency)
    seeThrough(joined.entries, options.withinMs, options.longestMs)
    findMirrors(joined.entries, options.longestMs)
    findCounterparties(joined.entries, options.withinMs)
    const { entries, repeated } = undoByReference(joined.entries, this.#problem)
    this.#counts.merged += joined.repeated + repeated
    findReversed(entries, this.#problem)
    this.#entries = entries
    for (const { isFailed } of entries) {
      if (isFailed) this.#counts.excluded++
      else this.#counts.accepted++
    }
    const records = settleTimes(settleDays(entries, this.#records(options), this.#time), entries)
    tellRecordTimes(entries, records)
    return records
  }

  /** The records of all rows in their order, those of one movement as one. */
  #records(options: AssembleOptions): TransferRecord[] {
    const undone = new Set<string>()
    for (const { reverses } of this.#entries) if (reverses !== undefined) undone.add(reverses)
    const settled = new Map<Entry, TransferRecord[]>()
    const apart: Entry[] = []
    const records: TransferRecord[] = []
    const paired = new Set<Entry>()
    for (const entry of this.#entries) {
      if (paired.has(entry)) continue
      const { mirror } = entry
      if (mirror !== undefined) {
        paired.add(mirror)
        const isWhole = [entry, mirror].some((row) => row.reverses !== undefined || undone.has(row.id))
        const pair = pairRecords(entry, mirror, options.withinMs, isWhole)
        settled.set(entry, pair.records)
        if (pair.transit !== undefined) this.#transits.push(pair.transit)
        for (const { to, kind } of pair.records) if (kind === 'fee') this.#infos.set(to, { id: to, kind: 'external' })
        if (pair.records.length === 1) this.#countMerged(1)
      } else if (entry.via !== '') {
        settled.set(entry, [this.#record(entry)])
      } else {
        apart.push(entry)
        records.push(this.#record(entry))
      }
    }
    const { within, timeZone, currency } = options
    const merged = joinMirrored(apart, records, { within, timeZone, currency })
    const isFailed = ({ status }: TransferRecord) => status === 'failed'
    const failed = records.filter(isFailed).length - merged.filter(isFailed).length
    this.#countMerged(records.length - merged.length - failed)
    this.#counts.excluded -= failed
    this.#counts.merged += failed
    if (settled.size === 0) return merged
    const all: TransferRecord[] = []
    let next = 0
    for (const entry of this.#entries) {
      const own = settled.get(entry)
      if (own !== undefined) all.push(...own)
      else if (merged[next]?.id === entry.id) all.push(merged[next++]!)
    }
    return all
  }

  #countMerged(rows: number): void {
    this.#counts.accepted -= rows
    this.#counts.merged += rows
  }

  /** What became of the rows. */
  counts(): BuildCounts {
    return { ...this.#counts }
  }

  /** All accounts that the rows name, each once, in the order in which they came. */
  accounts(
    records: readonly TransferRecord[],
    stated: ReadonlyMap<string, StatedPeriod>,
    timeZone: string,
    currency: string,
  ): AccountRecord[] {
    // A statement is better evidence of whose account it is than a list, and a list than a counterparty's cell.
    // What a message covers its own words say, not its first row and its last.
    const entries = this.#entries
    const rows = this.#hasPayments ? entries.filter(({ payment }) => payment === undefined) : entries
    const byRows: AccountRecord[] = statementAccounts(rows, stated, timeZone, currency)
    const all = withMessageStatements(byRows, this.#statements, entries, records, timeZone, currency)
    all.push(...this.#transits)
    const facts = this.#facts.map(({ fact, id }) => ({ fact, id: this.#numbers.idOf(id) }))
    const isReserve = (holder: string, id: string) => this.#isClearing(holder, id)
    return knownAccounts(all, entries, facts, (id) => this.#infos.get(id)?.kind, isReserve)
  }

  #addMovement(file: string, row: number, movement: Movement): void {
    const fault = this.#time.read(movement.time)
    if (fault !== undefined) {
      this.#counts.rejected++
      this.#tell(file, row, fault, 'error', `there is no time ${JSON.stringify(movement.time)}`)
      return
    }
    const ms = this.#time.ms
    const account = this.#checked(movement.account, file, row, 'account')
    const card = this.#checked(movement.card, file, row, 'account')
    let counterparty = this.#checked(movement.counterparty, file, row, 'counterparty')
    // Digits behind asterisks are many people's: the name tells them apart.
    if (counterparty.includes('*') && movement.counterHolder !== '') counterparty += ` ${movement.counterHolder}`
    const own = card || account || this.#unnamed(file, row, movement)
    this.#numbers.joinRow(account || (card ? '' : own), card)
    this.#hasPayments ||= movement.payment !== undefined
    // Field by field: a copy by spreading costs several times as much, and this is done for every row.
    this.#read.push({
      id: `${file}#${row}`,
      file,
      row,
      ms,
      own,
      other: counterparty,
      part: card !== '' || account.includes('_') ? account : '',
      unit: movement.currency,
      undoes: movement.payment?.undoes === true,
      reverses: undefined,
      mayJoin: false,
      recordTime: undefined,
      copies: undefined,
      mirror: undefined,
      via: '',
      feeds: undefined,
      isFed: false,
      direction: movement.direction,
      account: '',
      card: '',
      holder: movement.holder,
      holderId: movement.holderId,
      institution: movement.institution,
      accountKind: movement.accountKind,
      amount: movement.amount,
      balance: movement.balance,
      currency: movement.currency,
      time: movement.time,
      counterparty,
      counterHolder: movement.counterHolder,
      counterId: movement.counterId,
      counterBank: movement.counterBank,
      counterKind: movement.counterKind,
      counterBalance: movement.counterBalance,
      memo: movement.memo,
      serial: movement.serial,
      orders: movement.orders,
      paidFrom: movement.paidFrom,
      kind: movement.kind,
      isCash: movement.isCash,
      isFailed: movement.isFailed,
      isBySign: movement.isBySign === true,
      payment: movement.payment,
    })
  }

  #addPart(file: string, row: number, { statement }: PartReading): void {
    const account = this.#checked(statement.account, file, row, 'account')
    if (account === '') return
    this.#numbers.join([account])
    this.#parts.push({ file, part: statement, account })
  }

  #addFact(file: string, row: number, fact: AccountFact): void {
    const numbers = fact.numbers
      .map((number) => this.#checked(number, file, row, 'account'))
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
  #checked(given: string, file: string, row: number, role: string): string {
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
    const { direction, counterHolder, counterparty, isFailed, reverses, balance, counterBalance, accountKind } = entry
    const memo = entry.via === '' ? entry.memo : `${entry.memo}\nvia ${entry.via}`.trim()
    // A wallet's summary may name its own institution.
    const isBetween = this.#isClearing(counterHolder, counterparty, accountKind === 'payment' ? '' : memo)
    const passesOn = entry.via !== '' || isBetween
    const kind =
      entry.kind ??
      (direction === undefined || entry.via !== ''
        ? 'transfer'
        : (entry.payment?.kind ?? kindOf(memo, direction, entry.isCash, passesOn)))
    if (entry.other === '') {
      const stand = placeholder(entry, kind, isBetween)
      entry.other = stand.id
      this.#infos.set(stand.id, stand)
    } else if (entry.via === '' && this.#isClearing(counterHolder, counterparty)) {
      this.#infos.set(entry.other, { id: entry.other, kind: 'clearing' })
    } else if (entry.other.startsWith('unknown:') || entry.other.startsWith('unnumbered:')) {
      this.#infos.set(entry.other, { id: entry.other, kind: 'external' })
    }
    const [from, to] = direction === 'in' ? [entry.other, entry.own] : [entry.own, entry.other]
    const [fromBalance, toBalance] = direction === 'in' ? [counterBalance, balance] : [balance, counterBalance]
    // Field by field, in a fixed order: spreading what there is costs several times as much.
    const record: TransferRecord = { id: entry.id, from, to, amount: entry.amount, time: entry.time }
    if (entry.currency !== '') record.currency = entry.currency
    if (kind !== 'transfer') record.kind = kind
    if (isFailed) record.status = 'failed'
    if (reverses !== undefined) record.reverses = reverses
    if (fromBalance !== '') record.fromBalance = fromBalance
    if (toBalance !== '') record.toBalance = toBalance
    if (memo !== '') record.memo = memo
    if (entry.copies === undefined) {
      record.source = { file: entry.file, row: entry.row }
    } else {
      record.source = sourcesOf(entry)
      Object.assign(record, aliasesOf(entry))
    }
    return record
  }

  /** As `isClearing`, which looks at each name once: files repeat them. */
  #isClearing(holder: string, number: string, memo = ''): boolean {
    return this.#passesOn(holder) || isClearing('', number, holder === '' ? memo : '')
  }

  #tell(file: string, row: number, code: string, severity: Problem['severity'], message: string): void {
    this.#problem({ code, severity, message, row, file })
  }
}
