import { type AmountFault, parseAmount } from '../money.js'
import { show } from '../show.js'
import type { TimeReader } from '../time.js'
import type { AmountInput, BuildCounts, Problem, RowSource, TimeInput, TransferRecord } from '../types.js'
import type { AccountBook } from './account-book.js'
import { BATCH } from './id-index.js'
import { DAY, EXCLUDED, FAILED, TRANSFER_KINDS, type TransferRows } from './transfer-rows.js'

/** Why a record with an id was turned away: a claim that names it is told so. */
export interface Refusal {
  row: number
  reason: string
}

const NONE: never[] = []

/** An optional field without a value, as files write it: null, or an empty cell. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

const WHY: Record<AmountFault, string> = {
  'invalid-amount': 'is not an amount: digits, with a point before decimals, or a finite number',
  'too-many-decimals': 'has more decimals than the currency',
  'amount-too-large': 'is beyond 2^53-1 minor units',
}

/**
 * Reads the records, one pass, into the columns. Every record is counted once: accepted, excluded or rejected; merging comes
 * after. Nothing of a record is kept but its values, and nothing that a record contains can throw out of here.
 */
export class TransferReader {
  readonly counts: BuildCounts = { rows: 0, accepted: 0, merged: 0, excluded: 0, rejected: 0 }
  readonly refusals = new Map<string, Refusal>()
  readonly currencies: string[] = []
  /** By row: the other ids that its record gave. */
  readonly aliases = new Map<number, string[]>()
  readonly #rows: TransferRows
  /** The payers and payees of the last rows, which are looked up together. */
  readonly #parties = new Int32Array(BATCH)
  #waiting = 0
  readonly #accounts: AccountBook
  readonly #time: TimeReader
  readonly #decimals: ReadonlyMap<string, number>
  readonly #defaultCurrency: string
  readonly #problems: Problem[]
  #source: RowSource | undefined
  #id: string | undefined
  #reading = false

  constructor(to: {
    rows: TransferRows
    accounts: AccountBook
    time: TimeReader
    decimals: ReadonlyMap<string, number>
    currency: string
    problems: Problem[]
  }) {
    this.#rows = to.rows
    this.#accounts = to.accounts
    this.#time = to.time
    this.#decimals = to.decimals
    this.#defaultCurrency = to.currency
    this.#problems = to.problems
  }

  read(record: unknown): void {
    this.counts.rows++
    this.#source = undefined
    this.#id = undefined
    this.#reading = true
    try {
      this.#read(record)
    } catch (fault) {
      // A getter or a proxy of the caller's threw, before anything was kept. Any later fault is the library's own.
      if (!this.#reading) throw fault
      this.#reject('unreadable-row', 'reading it failed')
    }
  }

  /** To be called after the last record. */
  finish(): void {
    this.#lookUpParties()
  }

  #read(record: unknown): void {
    if (typeof record !== 'object' || record === null) {
      return this.#reject('not-an-object', `${show(record)} is not a transfer record`)
    }
    const fields = record as { [Name in keyof TransferRecord]: unknown }
    const { id: givenId, from, to, amount, time: givenTime, status, kind: givenKind, memo } = fields
    const aliases = this.#readAliases(fields.aliases)
    const sources = this.#readSources(fields.source)
    this.#source = sources[0]
    if (givenId !== undefined && givenId !== null && (typeof givenId !== 'string' || givenId === '')) {
      return this.#reject('invalid-id', `id ${show(givenId)} is not a non-empty string`)
    }
    const id = typeof givenId === 'string' ? givenId : `#${this.counts.rows}`
    this.#id = id
    if (typeof from !== 'string' || from === '') return this.#rejectField('from', from, 'a non-empty account id')
    if (typeof to !== 'string' || to === '') return this.#rejectField('to', to, 'a non-empty account id')
    if (amount === undefined || amount === null) return this.#rejectField('amount', amount, 'an amount above zero')
    if (givenTime === undefined || givenTime === null) return this.#rejectField('time', givenTime, 'a time')
    if (!isAbsent(status) && status !== 'ok' && status !== 'failed') {
      return this.#reject('invalid-status', `status ${show(status)} is neither "ok" nor "failed"`)
    }

    const code = isAbsent(fields.currency) ? this.#defaultCurrency : fields.currency
    const decimals = typeof code === 'string' ? this.#decimals.get(code) : undefined
    if (decimals === undefined) {
      return this.#reject(
        'unknown-currency',
        `currency ${show(code)} is not in ISO 4217; give its decimals in options.currencies`,
      )
    }
    const minor = parseAmount(amount as AmountInput, decimals)
    if (typeof minor === 'string') return this.#reject(minor, `amount ${show(amount)} ${WHY[minor]}`)
    if (minor <= 0) return this.#reject('non-positive-amount', `amount ${show(amount)} is not above zero`)

    const time = this.#time
    const fault = time.read(givenTime as TimeInput)
    if (fault !== undefined) {
      const why = fault === 'invalid-time' ? 'is not an ISO 8601 time' : `does not exist in ${time.timeZone}`
      return this.#reject(fault, `time ${show(givenTime)} ${why}`)
    }

    let kind = 0
    if (!isAbsent(givenKind)) {
      kind = TRANSFER_KINDS.indexOf(givenKind as never)
      if (kind < 0) {
        kind = 0
        this.#warn(
          'invalid-kind',
          `kind ${show(givenKind)} is none of ${TRANSFER_KINDS.join(', ')}; read as a transfer`,
        )
      }
    }
    const fromBalance = this.#readBalance('fromBalance', fields.fromBalance, decimals)
    const toBalance = this.#readBalance('toBalance', fields.toBalance, decimals)
    const failed = status === 'failed'
    const flags = kind | (time.day ? DAY : 0) | (failed ? FAILED : 0) | (failed || from === to ? EXCLUDED : 0)
    const reverses = this.#readText('reverses', fields.reverses)
    const note = this.#readText('memo', memo)
    if (time.ambiguous) {
      this.#warn(
        'ambiguous-local-time',
        `time ${show(givenTime)} comes twice in ${time.timeZone}; the earlier is taken`,
      )
    }

    // From here on nothing of the caller's is touched any more.
    this.#reading = false
    if ((flags & EXCLUDED) !== 0) this.counts.excluded++
    else this.counts.accepted++
    const rows = this.#rows
    const index = rows.append()
    rows.ids.push(id)
    this.#accounts.ids.ask(from)
    this.#accounts.ids.ask(to)
    this.#waiting += 2
    // Zeros stand there already: memory that is not written is never fetched.
    const currency = this.#currency(code as string)
    if (currency !== 0) rows.currency[index] = currency
    rows.amount[index] = minor
    rows.time[index] = time.ms
    if (flags !== 0) rows.flag(index, flags)
    rows.setRow(index, this.counts.rows)
    if (time.sub !== 0) rows.setSub(index, time.sub)
    if (!Number.isNaN(fromBalance)) rows.setFromBalance(index, fromBalance)
    if (!Number.isNaN(toBalance)) rows.setToBalance(index, toBalance)
    if (reverses !== undefined) rows.reverses.set(index, reverses)
    if (note !== undefined) rows.notes.addMemo(index, note)
    for (const source of sources) rows.notes.addSource(index, source)
    if (aliases.length > 0) this.aliases.set(index, aliases)
    if (this.#waiting === BATCH) this.#lookUpParties()
  }

  #lookUpParties(): void {
    const { from, to, size } = this.#rows
    const parties = this.#parties
    const count = this.#accounts.ids.answer(parties)
    this.#waiting = 0
    let row = size - count / 2
    for (let at = 0; at < count; at += 2) {
      from[row] = parties[at]!
      to[row++] = parties[at + 1]!
    }
  }

  #readBalance(name: 'fromBalance' | 'toBalance', value: unknown, decimals: number): number {
    if (isAbsent(value)) return Number.NaN
    const minor = parseAmount(value as AmountInput, decimals)
    if (typeof minor === 'number') return minor
    this.#warn('invalid-balance', `${name} ${show(value)} ${WHY[minor]}; the balance is ignored`)
    return Number.NaN
  }

  /** An optional text; anything else is ignored with a warning. */
  #readText(name: string, value: unknown): string | undefined {
    if (isAbsent(value)) return undefined
    if (typeof value === 'string') return value
    this.#warn('invalid-field', `${name} ${show(value)} is not a string; it is ignored`)
    return undefined
  }

  #readAliases(value: unknown): string[] {
    if (isAbsent(value)) return NONE
    const aliases: string[] = []
    for (const alias of Array.isArray(value) ? value : [value]) {
      if (typeof alias === 'string' && alias !== '') aliases.push(alias)
      else this.#warn('invalid-field', `alias ${show(alias)} is not a transfer id; it is ignored`)
    }
    return aliases
  }

  #readSources(value: unknown): RowSource[] {
    if (isAbsent(value)) return NONE
    const sources: RowSource[] = []
    for (const item of Array.isArray(value) ? value : [value]) {
      const { file, row } = (typeof item === 'object' && item !== null ? item : {}) as Record<keyof RowSource, unknown>
      const source: RowSource = {}
      if (typeof file === 'string' && file !== '') source.file = file
      if (typeof row === 'number' && Number.isInteger(row) && row > 0 && row < 2 ** 32) source.row = row
      if (source.file !== undefined || source.row !== undefined) sources.push(source)
      else this.#warn('invalid-field', `source ${show(item)} has neither a file nor a row; it is ignored`)
    }
    return sources
  }

  #currency(code: string): number {
    // A case has a handful of currencies: a scan of a short list beats a map.
    const known = this.currencies.indexOf(code)
    return known >= 0 ? known : this.currencies.push(code) - 1
  }

  #rejectField(name: string, value: unknown, right: string): void {
    const missing = value === undefined || value === null || value === ''
    if (missing) this.#reject('missing-field', `${name} is missing; it must be ${right}`)
    else this.#reject('invalid-field', `${name} ${show(value)} is not ${right}`)
  }

  #reject(code: string, why: string): void {
    this.counts.rejected++
    const { rows } = this.counts
    if (this.#id !== undefined && !this.refusals.has(this.#id)) this.refusals.set(this.#id, { row: rows, reason: why })
    this.#report(code, 'error', `row ${rows}: ${why}; the row is rejected`)
  }

  #warn(code: string, why: string): void {
    this.#report(code, 'warning', `row ${this.counts.rows}: ${why}`)
  }

  #report(code: string, severity: Problem['severity'], message: string): void {
    this.#problems.push({
      code,
      severity,
      message,
      row: this.counts.rows,
      ...(this.#id !== undefined && { id: this.#id }),
      ...(this.#source?.file !== undefined && { file: this.#source.file }),
    })
  }
}
