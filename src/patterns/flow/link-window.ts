import type { Link } from './links.js'

/**
 * Links in a window of time that slides forward: those whose money came with a given arrival or later, and has left by the
 * end of the window. Neither end goes back, so each link is looked at twice at most.
 */
export class LinkWindow {
  /** How much money is in it. */
  length = 0
  readonly #byEnd: Link[]
  readonly #byStart: Link[]
  readonly #keysOf: ((link: Link) => number)[]
  readonly #counts: Map<number, number>[]
  readonly #inside = new Set<Link>()
  /** What came in, in the order of its departures; what is last there and no longer inside is taken off when asked for. */
  readonly #came: Link[] = []
  #entered = 0
  #left = 0

  /** @param keysOf what is to be counted: payers, say, or payees */
  constructor(links: readonly Link[], keysOf: ((link: Link) => number)[]) {
    this.#byStart = [...links].sort((a, b) => a.in - b.in || a.out - b.out)
    this.#byEnd = [...links].sort((a, b) => a.out - b.out || a.in - b.in)
    this.#keysOf = keysOf
    this.#counts = keysOf.map(() => new Map())
  }

  /** Moves to the links that came with arrival `start` or later and `hasLeft` says have left. */
  moveTo(start: number, hasLeft: (link: Link) => boolean): void {
    for (; this.#left < this.#byStart.length && this.#byStart[this.#left]!.in < start; this.#left++) {
      this.remove(this.#byStart[this.#left]!)
    }
    for (; this.#entered < this.#byEnd.length && hasLeft(this.#byEnd[this.#entered]!); this.#entered++) {
      const link = this.#byEnd[this.#entered]!
      if (link.in < start) continue
      this.#inside.add(link)
      this.#count(link, 1)
      this.#came.push(link)
    }
  }

  /** Whether there are at least so many of each thing that is counted. */
  isWide(least: number): boolean {
    return this.#counts.every(({ size }) => size >= least)
  }

  /** Its last departure, -1 where it is empty. */
  get last(): number {
    while (this.#came.length > 0 && !this.#inside.has(this.#came.at(-1)!)) this.#came.pop()
    return this.#came.at(-1)?.out ?? -1
  }

  /** Whether money of the arrival that it was moved to is in it. */
  get holdsStart(): boolean {
    const first = this.#byStart[this.#left]
    for (let at = this.#left; at < this.#byStart.length && this.#byStart[at]!.in === first!.in; at++) {
      if (this.#inside.has(this.#byStart[at]!)) return true
    }
    return false
  }

  /** In the order of their arrivals, then of their departures. */
  links(): Link[] {
    return [...this.#inside].sort((a, b) => a.in - b.in || a.out - b.out)
  }

  remove(link: Link): void {
    if (this.#inside.delete(link)) this.#count(link, -1)
  }

  #count(link: Link, change: 1 | -1): void {
    this.length += change * link.length
    this.#keysOf.forEach((keyOf, at) => {
      const counts = this.#counts[at]!
      const key = keyOf(link)
      const count = (counts.get(key) ?? 0) + change
      if (count === 0) counts.delete(key)
      else counts.set(key, count)
    })
  }
}
