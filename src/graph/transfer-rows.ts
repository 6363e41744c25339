import type { RowSource, TransferKind } from '../types.js'
import { IdIndex } from './id-index.js'
import { TextColumn } from './text-column.js'

export const TRANSFER_KINDS: readonly TransferKind[] = ['transfer', 'cash', 'purchase', 'fee', 'interest']

/** Bits of `flags`; the lowest three are the index of the kind. */
export const KIND_BITS = 0b111
/** Not on any ledger: failed, or paid to oneself. */
export const EXCLUDED = 1 << 3
/** One of a pair of a transfer and its reversal: moves nothing, but stands in the stated balances. */
export const REVERSED = 1 << 4
/** The record gave a date alone. */
export const DAY = 1 << 5
/** Shares its instant with other rows of the payer, and no balance decides their order. */
export const TIED_FROM = 1 << 6
/** The same on the payee's side. */
export const TIED_TO = 1 << 7
/** No record but a consequence of stated balances, or of a debit that nothing explains. */
export const GAP = 1 << 8
export const UNSEEN = 1 << 9

/**
 * The accepted and the excluded records, a column a field, in the order of the records. `time` and `sub` are the
 * instant (see TimeReader), amounts are minor units, `fromLedger` and `toLedger` index the ledger table.
 */
export class TransferRows {
  /** Number of rows. */
  size = 0
  readonly ids = new IdIndex()
  fromLedger = new Int32Array(64)
  toLedger = new Int32Array(64)
  amount = new Float64Array(64)
  time = new Float64Array(64)
  /** Absent until a record states digits beyond milliseconds. */
  sub: Float64Array | undefined
  flags = new Uint16Array(64)
  /** Number of the record from 1. */
  row = new Uint32Array(64)
  /** Stated balances, NaN where none is; absent until a record states one. */
  fromBalance: Float64Array | undefined
  toBalance: Float64Array | undefined
  readonly #aliases = new Map<string, number>()
  readonly #aliasesOf = new Map<number, string[]>()
  readonly reverses = new Map<number, string>()
  readonly #notes = new Notes()

  /** Makes room for one more row; the caller fills the columns of the index that it returns. */
  append(): number {
    if (this.size === this.amount.length) this.#grow(this.size * 2)
    return this.size++
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
    return index >= 0 ? index : (this.#aliases.get(id) ?? -1)
  }

  addAlias(index: number, alias: string): void {
    this.#aliases.set(alias, index)
    const known = this.#aliasesOf.get(index)
    if (known === undefined) this.#aliasesOf.set(index, [alias])
    else known.push(alias)
  }

  aliases(index: number): string[] {
    return [...(this.#aliasesOf.get(index) ?? [])]
  }

  get notes(): Notes {
    return this.#notes
  }

  #grow(length: number): void {
    this.fromLedger = copy(this.fromLedger, new Int32Array(length))
    this.toLedger = copy(this.toLedger, new Int32Array(length))
    this.amount = copy(this.amount, new Float64Array(length))
    this.time = copy(this.time, new Float64Array(length))
    this.flags = copy(this.flags, new Uint16Array(length))
    this.row = copy(this.row, new Uint32Array(length))
    if (this.sub !== undefined) this.sub = copy(this.sub, new Float64Array(length))
    if (this.fromBalance !== undefined) {
      this.fromBalance = copy(this.fromBalance, new Float64Array(length).fill(Number.NaN))
    }
    if (this.toBalance !== undefined) this.toBalance = copy(this.toBalance, new Float64Array(length).fill(Number.NaN))
  }
}

function copy<T extends Int32Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** What the rows carry along but no calculation reads: memos and where the records came from. */
class Notes {
  readonly #memos = new TextColumn()
  readonly #memoOf = new SparseInts()
  readonly #files = new IdIndex()
  readonly #fileOf = new SparseInts()
  readonly #rowOf = new SparseInts()
  /** Rows with several sources. */
  readonly #sources = new Map<number, RowSource[]>()

  memo(index: number): string | undefined {
    const memo = this.#memoOf.get(index)
    return memo === 0 ? undefined : this.#memos.at(memo - 1)
  }

  /** Adds a memo; one that differs from what is there stands beside it. */
  addMemo(index: number, memo: string): void {
    const known = this.memo(index)
    if (known?.split('\n').includes(memo)) return
    this.#memoOf.set(index, this.#memos.push(known === undefined ? memo : `${known}\n${memo}`) + 1)
  }

  sources(index: number): RowSource[] | undefined {
    const several = this.#sources.get(index)
    if (several !== undefined) return several.map((source) => ({ ...source }))
    const file = this.#fileOf.get(index)
    const row = this.#rowOf.get(index)
    if (file === 0 && row === 0) return undefined
    const source: RowSource = {}
    if (file !== 0) source.file = this.#files.at(file - 1)
    if (row !== 0) source.row = row
    return [source]
  }

  addSource(index: number, source: RowSource): void {
    const known = this.sources(index)
    if (known !== undefined) {
      if (!known.some((other) => other.file === source.file && other.row === source.row)) {
        this.#sources.set(index, [...known, source])
      }
      return
    }
    if (source.file !== undefined) this.#fileOf.set(index, this.#files.add(source.file) + 1)
    if (source.row !== undefined) this.#rowOf.set(index, source.row)
  }
}

/** Whole numbers by row, 0 where none was set; no memory until the first is. */
class SparseInts {
  #values: Uint32Array | undefined

  get(index: number): number {
    return this.#values?.[index] ?? 0
  }

  set(index: number, value: number): void {
    if (this.#values === undefined || index >= this.#values.length) {
      const values = new Uint32Array(Math.max(64, index * 2))
      if (this.#values !== undefined) values.set(this.#values)
      this.#values = values
    }
    this.#values[index] = value
  }
}
