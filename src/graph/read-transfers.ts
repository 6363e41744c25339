import { type AmountFault, parseAmount } from '../money.js'
import { show } from '../show.js'
import type { TimeReader } from '../time.js'
import type { AmountInput, BuildCounts, Problem, RowSource, TimeInput, TransferRecord } from '../types.js'
import type { AccountBook } from './account-book.js'
import type { LedgerTable } from './ledger-table.js'
import { DAY, EXCLUDED, KIND_BITS, TRANSFER_KINDS, type TransferRows } from './transfer-rows.js'

/** Why a record with an id was turned away: a claim that names it is told so. */
export interface Refusal {
  row: number
  reason: string
}

const WHY: Record<AmountFault, string> = {
  'invalid-amount': 'is not an amount: digits, with a point before decimals, or a finite number',
  'too-many-decimals': 'has more decimals than the currency',
  'amount-too-large': 'is beyond 2^53-1 minor units',
}

/**
 * Reads the records, one pass, into the columns. Every record is counted once: accepted, merged, excluded or rejected.
 * Nothing of a record is kept but its values, and nothing that a record contains can throw out of here.
 */
export class TransferReader {
  readonly counts: BuildCounts = { rows: 0, accepted: 0, merged: 0, excluded: 0, rejected: 0 }
  readonly refusals = new Map<string, Refusal>()
  readonly currencies: string[] = []
  readonly #rows: TransferRows
  readonly #accounts: AccountBook
  readonly #ledgers: LedgerTable
  readonly #time: TimeReader
  readonly #decimals: ReadonlyMap<string, number>
  readonly #defaultCurrency: string
  readonly #problems: Problem[]
  #source: RowSource | undefined
  #id: string | undefined

  constructor(to: {
    rows: TransferRows
    accounts: AccountBook
    ledgers: LedgerTable
    time: TimeReader
    decimals: ReadonlyMap<string, number>
    currency: string
    problems: Problem[]
  }) {
    this.#rows = to.rows
    this.#accounts = to.accounts
    this.#ledgers = to.ledgers
    this.#time = to.time
    this.#decimals = to.decimals
    this.#defaultCurrency = to.currency
    this.#problems = to.problems
  }

  read(record: unknown): void {
    this.counts.rows++
    this.#source = undefined
    this.#id = undefined
    try {
      this.#read(record)
    } catch {
      // A getter or a proxy of the caller's threw. The columns are written only after every field was read.
      this.#reject('unreadable-row', 'reading it failed')
    }
  }

  #read(record: unknown): void {
    if (typeof record !== 'object' || record === null) {
      return this.#reject('not-an-object', `${show(record)} is not a transfer record`)
    }
    const fields = record as { [Name in keyof TransferRecord]: unknown }
    const { id: givenId, from, to, amount, time: givenTime, status, kind: givenKind, reverses, memo, source } = fields
    const aliases = this.#readAliases(fields.aliases)
    const sources = source === undefined || source === null ? undefined : readSources(source)
    this.#source = sources?.[0]
    if (givenId !== undefined && givenId !== null && (typeof givenId !== 'string' || givenId === '')) {
      return this.#reject('invalid-id', `id ${show(givenId)} is not a non-empty string`)
    }
    const id = typeof givenId === 'string' ? givenId : `#${this.counts.rows}`
    this.#id = id
    if (typeof from !== 'string' || from === '') return this.#rejectField('from', from, 'a non-empty account id')
    if (typeof to !== 'string' || to === '') return this.#rejectField('to', to, 'a non-empty account id')
    if (amount === undefined || amount === null) return this.#rejectField('amount', amount, 'an amount above zero')
    if (givenTime === undefined || givenTime === null) return this.#rejectField('time', givenTime, 'a time')
    if (status !== undefined && status !== null && status !== 'ok' && status !== 'failed') {
      return this.#reject('invalid-status', `status ${show(status)} is neither "ok" nor "failed"`)
    }

    const code = fields.currency ?? this.#defaultCurrency
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
    if (givenKind !== undefined && givenKind !== null) {
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
    const flags = kind | (time.day ? DAY : 0) | (failed || from === to ? EXCLUDED : 0)
    const undoes = reverses === undefined || reverses === null || reverses === '' ? undefined : reverses
    if (undoes !== undefined && typeof undoes !== 'string') {
      this.#warn('invalid-field', `reverses ${show(undoes)} is not a transfer id; it is ignored`)
    }

    // From here on nothing of the caller's is touched any more.
    const rows = this.#rows
    const ledgers = this.#ledgers
    const known = rows.find(id)
    const ms = time.ms
    const sub = time.sub
    if (known >= 0) {
      const knownFrom = rows.fromLedger[known]!
      const same =
        ledgers.account[knownFrom] === this.#accounts.ids.find(from) &&
        ledgers.account[rows.toLedger[known]!] === this.#accounts.ids.find(to) &&
        ledgers.currency[knownFrom] === this.currencies.indexOf(code as string) &&
        rows.amount[known] === minor &&
        rows.time[known] === ms &&
        rows.subOf(known) === sub &&
        (rows.flags[known]! & (KIND_BITS | EXCLUDED)) === (flags & (KIND_BITS | EXCLUDED)) &&
        rows.reverses.get(known) === undoes
      if (!same) {
        return this.#reject(
          'duplicate-id',
          `id ${show(id)} is that of row ${rows.row[known]}, whose payer, payee, amount, currency, time, kind, status or reversal differs`,
        )
      }
      this.counts.merged++
      this.#uniteBalance('fromBalance', known, fromBalance)
      this.#uniteBalance('toBalance', known, toBalance)
      this.#note(known, memo, sources, aliases)
      return
    }
    const currency = this.#currency(code as string)
    const fromLedger = ledgers.at(this.#accounts.add(from), currency, ms, sub)
    const toLedger = ledgers.at(this.#accounts.add(to), currency, ms, sub)
    const excluded = (flags & EXCLUDED) !== 0
    if (!excluded) {
      const { room } = ledgers
      if (room[fromLedger]! < minor || room[toLedger]! < minor) {
        return this.#reject(
          'amount-too-large',
          `amount ${show(amount)} would take the turnover of ${show(room[fromLedger]! < minor ? from : to)} beyond 2^53-1 minor units`,
        )
      }
      room[fromLedger]! -= minor
      room[toLedger]! -= minor
      this.counts.accepted++
    } else {
      this.counts.excluded++
      if (failed) this.#warn('failed-transfer', 'the transfer failed and moved nothing; it is excluded')
      else this.#warn('self-transfer', `payer and payee are both ${show(from)}; the row is excluded`)
    }
    const index = rows.append()
    rows.ids.add(id)
    rows.fromLedger[index] = fromLedger
    rows.toLedger[index] = toLedger
    rows.amount[index] = minor
    rows.time[index] = ms
    rows.flags[index] = flags
    rows.row[index] = this.counts.rows
    if (sub !== 0) rows.setSub(index, sub)
    if (!Number.isNaN(fromBalance)) rows.setFromBalance(index, fromBalance)
    if (!Number.isNaN(toBalance)) rows.setToBalance(index, toBalance)
    if (typeof undoes === 'string') rows.reverses.set(index, undoes)
    if (time.ambiguous) {
      this.#warn(
        'ambiguous-local-time',
        `time ${show(givenTime)} comes twice in ${time.timeZone}; the earlier is taken`,
      )
    }
    this.#note(index, memo, sources, aliases)
  }

  #readBalance(name: 'fromBalance' | 'toBalance', value: unknown, decimals: number): number {
    if (value === undefined || value === null) return Number.NaN
    const minor = parseAmount(value as AmountInput, decimals)
    if (typeof minor === 'number') return minor
    this.#warn('invalid-balance', `${name} ${show(value)} ${WHY[minor]}; the balance is ignored`)
    return Number.NaN
  }

  #uniteBalance(name: 'fromBalance' | 'toBalance', index: number, balance: number): void {
    if (Number.isNaN(balance)) return
    const rows = this.#rows
    const known = rows[name]?.[index] ?? Number.NaN
    if (Number.isNaN(known)) {
      if (name === 'fromBalance') rows.setFromBalance(index, balance)
      else rows.setToBalance(index, balance)
    } else if (known !== balance) {
      this.#warn('balance-conflict', `${name} differs from that of row ${rows.row[index]}; the first stays`)
    }
  }

  #note(index: number, memo: unknown, sources: RowSource[] | undefined, aliases: string[]): void {
    const { notes } = this.#rows
    if (typeof memo === 'string' && memo !== '') notes.addMemo(index, memo)
    for (const source of sources ?? []) notes.addSource(index, source)
    for (const alias of aliases) {
      const other = this.#rows.find(alias)
      if (other < 0) this.#rows.addAlias(index, alias)
      else if (other !== index) {
        this.#warn('duplicate-id', `alias ${show(alias)} is that of row ${this.#rows.row[other]}; it is ignored`)
      }
    }
  }

  #readAliases(value: unknown): string[] {
    if (value === undefined || value === null) return []
    const aliases: string[] = []
    for (const alias of Array.isArray(value) ? value : [value]) {
      if (typeof alias === 'string' && alias !== '') aliases.push(alias)
      else this.#warn('invalid-field', `alias ${show(alias)} is not a transfer id; it is ignored`)
    }
    return aliases
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

function readSources(value: unknown): RowSource[] {
  const sources: RowSource[] = []
  for (const item of Array.isArray(value) ? value : [value]) {
    if (typeof item !== 'object' || item === null) continue
    const { file, row } = item as Record<keyof RowSource, unknown>
    const source: RowSource = {}
    if (typeof file === 'string' && file !== '') source.file = file
    if (typeof row === 'number' && Number.isInteger(row) && row > 0 && row < 2 ** 32) source.row = row
    if (source.file !== undefined || source.row !== undefined) sources.push(source)
  }
  return sources
}
