import { hashText } from './hash-text.js'
import { TextColumn } from './text-column.js'

const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS

/**
 * Ids that should be unique, one a row. Most files number their rows: ids that come in ascending order are unique, and
 * found by bisection as they stand. Others are sorted by hash once all have come, which puts equal ids side by side and
 * lets an id be found by bisection too. That touches memory in order, where a hash table of millions would miss the
 * cache at every row.
 */
export class IdColumn {
  readonly #texts: TextColumn
  #ascending = true
  /** By row, and the rows by hash, then by text, then as they came; empty where the ids ascend. */
  #hashes: Int32Array = new Int32Array(0)
  #sorted: Int32Array = new Int32Array(0)
  /** The numbers in the first id and in the last, where the ids ascend; read when first asked for. */
  #numbers: { first: number; last: number } | undefined

  /** `expected`: how many ids will come, as far as one knows. */
  constructor(expected: number) {
    this.#texts = new TextColumn(expected)
  }

  get size(): number {
    return this.#texts.size
  }

  push(id: string): void {
    const index = this.#texts.push(id)
    if (this.#ascending && index > 0 && this.#texts.compare(index - 1, index) >= 0) this.#ascending = false
  }

  /** Any part of an id, for who wants it read ahead. */
  peek(index: number): number {
    return this.#texts.peek(index)
  }

  at(index: number): string {
    return this.#texts.at(index)
  }

  /** Sorts what has come; calls `repeated` for each row whose id an earlier row has, in the order of neither. */
  sort(repeated: (row: number, first: number) => void): void {
    if (this.#ascending) return
    const hashes = new Int32Array(this.size)
    for (let index = 0; index < hashes.length; index++) hashes[index] = this.#texts.hash(index)
    const sorted = radixSort(hashes, this.size)
    this.#hashes = hashes
    this.#sorted = sorted
    let end = 0
    for (let start = 0; start < sorted.length; start = end) {
      const hash = hashes[sorted[start]!]!
      end = start + 1
      while (end < sorted.length && hashes[sorted[end]!] === hash) end++
      if (end - start === 1) continue
      const run = sorted.subarray(start, end)
      run.sort((a, b) => this.#texts.compare(a, b) || a - b)
      let first = run[0]!
      for (const row of run.subarray(1)) {
        if (this.#texts.compare(first, row) === 0) repeated(row, first)
        else first = row
      }
    }
  }

  /** The first row that has the id, -1 where none has. Only after `sort`. */
  find(id: string): number {
    if (this.#ascending) return this.#findAscending(id)
    const hash = hashText(id)
    const sorted = this.#sorted
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const row = sorted[middle]!
      const other = this.#hashes[row]!
      // As sorted: by the unsigned hash, then by text, so that ids made to collide are found by bisection too.
      const isBefore = other === hash ? this.#texts.compareTo(row, id) < 0 : other >>> 0 < hash >>> 0
      if (isBefore) low = middle + 1
      else high = middle
    }
    return low < sorted.length && this.#texts.isAt(sorted[low]!, id) ? sorted[low]! : -1
  }

  /** By bisection, from around the place where an id of this number should be: that takes far fewer looks. */
  #findAscending(id: string): number {
    if (this.size === 0) return -1
    const isBefore = (index: number) => this.#texts.compareTo(index, id) < 0
    let low = 0
    let high = this.size
    const likely = this.#likely(id)
    // Steps that double until the id is in between (Bentley and Yao 1976).
    if (isBefore(likely)) {
      low = likely + 1
      for (let step = 1; low + step <= high; step *= 2) {
        if (!isBefore(low + step - 1)) {
          high = low + step - 1
          break
        }
        low += step
      }
    } else {
      high = likely
      for (let step = 1; high - step >= 0; step *= 2) {
        if (isBefore(high - step)) {
          low = high - step + 1
          break
        }
        high -= step
      }
    }
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(middle)) low = middle + 1
      else high = middle
    }
    return low < this.size && this.#texts.isAt(low, id) ? low : -1
  }

  /** The place of an id if they all are numbered in even steps; with other ids, any. */
  #likely(id: string): number {
    const last = this.size - 1
    this.#numbers ??= { first: numberIn(this.at(0)), last: numberIn(this.at(last)) }
    const { first, last: most } = this.#numbers
    if (most <= first) return last >>> 1
    const place = Math.round(((numberIn(id) - first) / (most - first)) * last)
    return Math.min(last, Math.max(0, place))
  }
}

/** The number that the last digits of an id are, up to 15 of them. */
function numberIn(id: string): number {
  let value = 0
  let unit = 1
  for (let i = id.length - 1; i >= 0 && unit < 1e15; i--) {
    const digit = id.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) break
    value += digit * unit
    unit *= 10
  }
  return value
}

/** The indexes 0 … count-1 by unsigned key, stable, least significant digit first. */
function radixSort(keys: Int32Array, count: number): Int32Array {
  let from: Int32Array = new Int32Array(count)
  let to: Int32Array = new Int32Array(count)
  for (let i = 0; i < count; i++) from[i] = i
  const places = new Int32Array(DIGITS + 1)
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    places.fill(0)
    for (let i = 0; i < count; i++) places[((keys[i]! >>> shift) & (DIGITS - 1)) + 1]!++
    for (let digit = 0; digit < DIGITS; digit++) places[digit + 1]! += places[digit]!
    for (let i = 0; i < count; i++) {
      const index = from[i]!
      to[places[(keys[index]! >>> shift) & (DIGITS - 1)]!++] = index
    }
    const done = to
    to = from
    from = done
  }
  return from
}
