import { firstWhere } from './first-where.js'

/** Stretches of a line, disjoint and in order; neighbours are joined. */
export class IntervalSet {
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** Adds [start, end). */
  add(start: number, end: number): void {
    if (end <= start) return
    let first = this.#firstEndingFrom(start)
    let behind = first
    let [from, to] = [start, end]
    for (; behind < this.#starts.length && this.#starts[behind]! <= end; behind++) {
      from = Math.min(from, this.#starts[behind]!)
      to = Math.max(to, this.#ends[behind]!)
    }
    first = Math.min(first, behind)
    this.#starts.splice(first, behind - first, from)
    this.#ends.splice(first, behind - first, to)
  }

  /** How much is in it. */
  get length(): number {
    return this.#starts.reduce((sum, start, at) => sum + this.#ends[at]! - start, 0)
  }

  *[Symbol.iterator](): IterableIterator<[start: number, end: number]> {
    for (const [at, start] of this.#starts.entries()) yield [start, this.#ends[at]!]
  }

  /** Visits what of [start, end) is not in the set. */
  outside(start: number, end: number, visit: (from: number, to: number) => void): void {
    let from = start
    for (let at = this.#firstEndingFrom(start); at < this.#starts.length && this.#starts[at]! < end; at++) {
      if (this.#starts[at]! > from) visit(from, this.#starts[at]!)
      from = Math.max(from, this.#ends[at]!)
    }
    if (from < end) visit(from, end)
  }

  /** The first stretch that ends at or behind a place. */
  #firstEndingFrom(place: number): number {
    return firstWhere(this.#ends.length, (at) => this.#ends[at]! >= place)
  }
}
