import type { TimeReader } from '../../time.js'
import type { AccountKind, AccountRecord, BuildCounts, Period, Problem, TransferRecord } from '../../types.js'
import { isLost, isRounded } from '../cells.js'
import type { AccountFact, Movement, Reading } from '../formats/format.js'
import { remembering } from '../remembering.js'
import { isClearing, kindOf } from '../words.js'
import { dropReExports } from './drop-re-exports.js'
import type { Entry } from './entry.js'
import { findCounterparties } from './find-counterparties.js'
import { findReversed } from './find-reversed.js'
import { Numbers } from './numbers.js'
import { oldestFirst } from './oldest-first.js'
import { placeholder } from './placeholder.js'
import { settleSigns } from './settle-signs.js'
import { statementAccounts } from './statement-accounts.js'

/** The rows of all files, and what they come to once all are read. */
export class Book {
  readonly #time: TimeReader
  readonly #problem: (problem: Problem) => void
  readonly #numbers = new Numbers()
  readonly #entries: Entry[] = []
  readonly #facts: { fact: AccountFact; id: string }[] = []
  readonly #passesOn = remembering((holder) => isClearing(holder, ''))
  readonly #infos = new Map<string, AccountRecord>()
  readonly #nameless = new Set<string>()
  readonly #counts: BuildCounts = { rows: 0, accepted: 0, merged: 0, excluded: 0, rejected: 0 }

  constructor(time: TimeReader, problem: (problem: Problem) => void) {
    this.#time = time
    this.#problem = problem
  }

  /** Takes in one row of a file. */
  add(file: string, row: number, reading: Reading): void {
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
   * Joins what the files say of each other. Afterwards every row has both accounts, in the order in which it happened.
   */
  assemble(within: number): { entries: Entry[]; records: TransferRecord[] } {
    for (const entry of this.#entries) {
      entry.own = this.#numbers.idOf(entry.own)
      if (entry.other !== '') entry.other = this.#numbers.idOf(entry.other)
    }
    settleSigns(this.#entries)
    oldestFirst(this.#entries)
    const entries = dropReExports(this.#entries)
    this.#counts.merged += this.#entries.length - entries.length
    findCounterparties(entries, within)
    findReversed(entries, this.#problem)
    const records = entries.map((entry) => this.#record(entry))
    for (const { isFailed } of entries) {
      if (isFailed) this.#counts.excluded++
      else this.#counts.accepted++
    }
    return { entries, records }
  }

  /** What became of the rows, `mirrored` of which were joined with another. */
  counts(mirrored: number): BuildCounts {
    const { accepted, merged } = this.#counts
    return { ...this.#counts, accepted: accepted - mirrored, merged: merged + mirrored }
  }

  /** All accounts that the rows name, each once, in the order in which they came. */
  accounts(
    entries: readonly Entry[],
    stated: ReadonlyMap<string, Period>,
    timeZone: string,
    currency: string,
  ): AccountRecord[] {
    // A statement is better evidence of whose account it is than a list, and a list than a counterparty's cell.
    const all: AccountRecord[] = statementAccounts(entries, stated, timeZone, currency)
    const merged = new Map(all.map((record) => [record.id, record]))
    for (const { own, direction, holder, holderId, institution, accountKind } of entries) {
      const kind = direction === undefined ? kindApart(accountKind) : accountKind
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
    const account = this.#checked(movement.account, file, row, 'account')
    const card = this.#checked(movement.card, file, row, 'account')
    let counterparty = this.#checked(movement.counterparty, file, row, 'counterparty')
    // Digits behind asterisks are many people's: the name tells them apart.
    if (counterparty.includes('*') && movement.counterHolder !== '') counterparty += ` ${movement.counterHolder}`
    const own = card || account || this.#unnamed(file, row, movement)
    this.#numbers.joinRow(account || (card ? '' : own), card)
    // Field by field: a copy by spreading costs several times as much, and this is done for every row.
    this.#entries.push({
      id: `${file}#${row}`,
      file,
      row,
      ms,
      own: own,
      other: counterparty,
      undoes: false,
      reverses: undefined,
      joinedTime: undefined,
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
      counterparty: counterparty,
      counterHolder: movement.counterHolder,
      counterId: movement.counterId,
      counterBank: movement.counterBank,
      counterBalance: movement.counterBalance,
      memo: movement.memo,
      serial: movement.serial,
      isCash: movement.isCash,
      isFailed: movement.isFailed,
    })
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
  #checked(number: string, file: string, row: number, role: string): string {
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
    const passesOn = this.#passesOn(counterHolder) || isClearing('', counterparty)
    const kind = direction === undefined ? 'transfer' : kindOf(memo, direction, entry.isCash, passesOn)
    if (entry.other === '') {
      const stand = placeholder(entry, kind)
      entry.other = stand.id
      this.#infos.set(stand.id, stand)
    } else if (passesOn) {
      this.#infos.set(entry.other, { id: entry.other, kind: 'clearing' })
    } else if (entry.other.startsWith('unknown:')) {
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
    record.source = { file: entry.file, row: entry.row }
    return record
  }

  #tell(file: string, row: number, code: string, severity: Problem['severity'], message: string): void {
    this.#problem({ code, severity, message, row, file })
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
