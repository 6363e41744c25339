import type { TransferKind } from '../types.js'
import { Aliases } from './aliases.js'
import { copy } from './copy-column.js'
import { IdColumn } from './id-column.js'
import { RowNotes } from './row-notes.js'

export const TRANSFER_KINDS: readonly TransferKind[] = ['transfer', 'cash', 'purchase', 'fee', 'interest']

/** Bits of `flags`; the lowest three are the index of the kind. */
export const KIND_BITS = 0b111
/** On no ledger: failed, paid to oneself, or a repetition of an earlier row. */
export const EXCLUDED = 1 << 3
/** One of a pair of a transfer and its reversal: moves nothing, but stands in the stated balances. */
export const REVERSED = 1 << 4
/** The record gave a date alone. */
export const DAY = 1 << 5
/**
 * Shares its instant with other rows of the payer, or the day on which one of them has no time, and no balance decides
 * their order.
 */
export const TIED_FROM = 1 << 6
/** The same on the payee's side. */
export const TIED_TO = 1 << 7
/** No record but a consequence of stated balances, or of a debit that nothing explains. */
export const GAP = 1 << 8
export const UNSEEN = 1 << 9
/** Excluded because the transfer failed. */
export const FAILED = 1 << 10
/** Excluded because an earlier row has its id, or its amount is too large. */
export const DROPPED = 1 << 11

/**
 * The records that could be read, a column a field, in the order in which they came; behind them the pseudo-entries.
 * `time` and `sub` are the instant (see TimeReader), amounts are minor units, the others index accounts, currencies and
 * ledgers.
 */
export class TransferRows {
  /** Number of rows. */
  size = 0
  ids: IdColumn
  from: Int32Array
  to: Int32Array
  /** -1 where there is no ledger; empty until ledgers are assigned. */
  fromLedger: Int32Array = new Int32Array(0)
  toLedger: Int32Array = new Int32Array(0)
  currency: Uint16Array
  amount: Float64Array
  time: Float64Array
  /** Absent until a record states digits beyond milliseconds. */
  sub: Float64Array | undefined
  flags: Uint16Array
  /** The flags that any row ever had: the others need not be looked for. */
  everFlagged = 0
  /** Stated balances, NaN where none is; absent until a record states one. */
  fromBalance: Float64Array | undefined
  toBalance: Float64Array | undefined
  aliases = new Aliases()
  reverses = new Map<number, string>()
  notes = new RowNotes()
  /** Numbers of the records from 1; absent while they follow each other without a gap. */
  #row: Uint32Array | undefined

  /** `expected`: how many records will come, as far as one knows. Room that is never written costs nothing. */
  constructor(expected: number) {
    this.ids = new IdColumn(expected)
    this.from = new Int32Array(expected)
    this.to = new Int32Array(expected)
    this.currency = new Uint16Array(expected)
    this.amount = new Float64Array(expected)
    this.time = new Float64Array(expected)
    this.flags = new Uint16Array(expected)
  }

  /** Number of the record from 1. */
  row(index: number): number {
    return this.#row === undefined ? index + 1 : this.#row[index]!
  }

  setRow(index: number, row: number): void {
    if (this.#row === undefined) {
      if (row === index + 1) return
      this.#row = Uint32Array.from(this.amount, (_, at) => at + 1)
    }
    this.#row[index] = row
  }

  /** The first rows once more: what the order decides, and may be appended, in columns of their own, the rest shared. */
  first(count: number): TransferRows {
    const { ids, aliases, reverses, notes, currency, fromBalance, toBalance } = this
    const result = Object.assign(new TransferRows(0), {
      ids,
      aliases,
      reverses,
      notes,
      currency,
      fromBalance,
      toBalance,
    })
    result.size = count
    result.#row = this.#row
    result.fromLedger = this.fromLedger.slice()
    result.toLedger = this.toLedger.slice()
    const shared = this.fromLedger === this.from
    result.from = shared ? result.fromLedger : this.from
    result.to = shared ? result.toLedger : this.to
    result.amount = this.amount.slice()
    result.time = this.time.slice()
    // What an appended row does not set is zero.
    result.sub = this.sub?.slice().fill(0, count)
    result.flags = this.flags.slice().fill(0, count)
    result.everFlagged = this.everFlagged
    return result
  }

  /** Makes room for one more row; the caller fills the columns of the index that it returns. */
  append(): number {
    if (this.size === this.amount.length) this.#grow(Math.max(64, this.size * 2))
    return this.size++
  }

  flag(index: number, bits: number): void {
    this.flags[index]! |= bits
    this.everFlagged |= bits
  }

  setSub(index: number, sub: number): void {
    this.sub ??= new Float64Array(this.amount.length)
    this.sub[index] = sub
  }

  setFromBalance(index: number, balance: number): void {
    this.fromBalance ??= new Float64Array(this.amount.length).fill(Number.NaN)
    this.fromBalance[index] = balance
  }

  setToBalance(index: number, balance: number): void {
    this.toBalance ??= new Float64Array(this.amount.length).fill(Number.NaN)
    this.toBalance[index] = balance
  }

  kind(index: number): TransferKind {
    return TRANSFER_KINDS[this.flags[index]! & KIND_BITS]!
  }

  subOf(index: number): number {
    return this.sub === undefined ? 0 : this.sub[index]!
  }

  /** Whether a row comes after an instant. */
  isAfter(index: number, ms: number, sub: number): boolean {
    const time = this.time[index]!
    return time > ms || (time === ms && this.subOf(index) > sub)
  }

  /** The index of a transfer by its id or an alias, -1 where unknown. */
  find(id: string): number {
    const index = this.ids.find(id)
    return index >= 0 ? index : this.aliases.find(id)
  }

  #grow(length: number): void {
    const shared = this.fromLedger === this.from
    this.from = copy(this.from, new Int32Array(length))
    this.to = copy(this.to, new Int32Array(length))
    if (shared) {
      this.fromLedger = this.from
      this.toLedger = this.to
    } else if (this.fromLedger.length > 0) {
      this.fromLedger = copy(this.fromLedger, new Int32Array(length))
      this.toLedger = copy(this.toLedger, new Int32Array(length))
    }
    this.currency = copy(this.currency, new Uint16Array(length))
    this.amount = copy(this.amount, new Float64Array(length))
    this.time = copy(this.time, new Float64Array(length))
    this.flags = copy(this.flags, new Uint16Array(length))
    if (this.#row !== undefined) this.#row = copy(this.#row, new Uint32Array(length))
    if (this.sub !== undefined) this.sub = copy(this.sub, new Float64Array(length))
    if (this.fromBalance !== undefined) {
      this.fromBalance = copy(this.fromBalance, new Float64Array(length).fill(Number.NaN))
    }
    if (this.toBalance !== undefined) this.toBalance = copy(this.toBalance, new Float64Array(length).fill(Number.NaN))
  }
}
