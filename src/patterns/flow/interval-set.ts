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
    let low = 0
    let high = this.#ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#ends[middle]! >= place) high = middle
      else low = middle + 1
    }
    return low
  }
}
