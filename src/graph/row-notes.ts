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
  /** What rows have beyond the first memo and the first source. */
  readonly #moreMemos = new Map<number, Set<string>>()
  readonly #moreSources = new Map<number, Map<string, RowSource>>()

  /** The memos of a row, one a line. */
  memo(index: number): string | undefined {
    const memo = this.#memoOf.get(index)
    if (memo === 0) return undefined
    return [this.#memos.at(memo - 1), ...(this.#moreMemos.get(index) ?? [])].join('\n')
  }

  addMemo(index: number, memo: string): void {
    const known = this.#memoOf.get(index)
    if (known === 0) this.#memoOf.set(index, this.#memos.push(memo) + 1)
    else if (!this.#memos.isAt(known - 1, memo)) setOf(this.#moreMemos, index, () => new Set()).add(memo)
  }

  sources(index: number): RowSource[] | undefined {
    const first = this.#firstSource(index)
    return first && [first, ...[...(this.#moreSources.get(index)?.values() ?? [])].map((source) => ({ ...source }))]
  }

  addSource(index: number, source: RowSource): void {
    const first = this.#firstSource(index)
    if (first === undefined) {
      if (source.file !== undefined) this.#fileOf.set(index, this.#files.add(source.file) + 1)
      if (source.row !== undefined) this.#rowOf.set(index, source.row)
    } else if (first.file !== source.file || first.row !== source.row) {
      const key = JSON.stringify([source.file, source.row])
      setOf(this.#moreSources, index, () => new Map<string, RowSource>()).set(key, source)
    }
  }

  /** Adds the notes of one row to another's. */
  unite(to: number, from: number): void {
    const memo = this.#memoOf.get(from)
    if (memo !== 0) this.addMemo(to, this.#memos.at(memo - 1))
    for (const more of this.#moreMemos.get(from) ?? []) this.addMemo(to, more)
    for (const source of this.sources(from) ?? []) this.addSource(to, source)
  }

  #firstSource(index: number): RowSource | undefined {
    const file = this.#fileOf.get(index)
    const row = this.#rowOf.get(index)
    if (file === 0 && row === 0) return undefined
    return { ...(file !== 0 && { file: this.#files.at(file - 1) }), ...(row !== 0 && { row }) }
  }
}

function setOf<Value>(map: Map<number, Value>, key: number, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
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
