import type { RowSource } from '../types.js'
import { IdIndex } from './id-index.js'
import { TextColumn } from './text-column.js'

/** What rows carry along but no calculation reads: memos and where the records came from. */
export class RowNotes {
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

  /** Adds a memo; one that differs from what is there goes on a line of its own. */
  addMemo(index: number, memo: string): void {
    const known = this.memo(index)
    if (known === memo || known?.split('\n').includes(memo)) return
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

  /** Adds the notes of one row to another's. */
  unite(to: number, from: number): void {
    const memo = this.memo(from)
    if (memo !== undefined) this.addMemo(to, memo)
    for (const source of this.sources(from) ?? []) this.addSource(to, source)
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
      const values = new Uint32Array(Math.max(64, Math.ceil(index * 1.5)))
      if (this.#values !== undefined) values.set(this.#values)
      this.#values = values
    }
    this.#values[index] = value
  }
}
