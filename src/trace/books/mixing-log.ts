import { FundtrailError } from '../../errors.js'
import type { OriginVisitor, Wanted } from './books.js'

/** A change of mixed money: a credit that brought some, or a debit that took some. */
interface Change {
  row: number
  /** What it brought; below zero what it took. */
  amount: number
  /** What was there after it. */
  after: number
  /** Where in the credit the money stands, and its hop there. */
  from: number
  level: number
  /** How much of what was there after it came by the route that brought the most, as a fraction. */
  mainRoute: number
}

/**
 * How one claim's money in one account came together, so that it can be told where any of it came from: in proportion,
 * as every debit took the same mixture that it left.
 */
export class MixingLog {
  readonly #changes: Change[] = []

  /**
   * Pieces of one credit and hop are one change: each route is then found once. `mainRoute` is the greatest fraction of
   * what comes that has one route.
   */
  put(credit: number, from: number, length: number, level: number, mainRoute: number): void {
    const changes = this.#changes
    for (let at = changes.length - 1; at >= 0 && changes[at]!.row === credit; at--) {
      if (changes[at]!.level !== level) continue
      changes[at]!.amount += length
      for (let later = at; later < changes.length; later++) changes[later]!.after += length
      return
    }
    const before = changes.at(-1)
    const after = (before?.after ?? 0) + length
    // Of the mixture, either what was the most before is the most still, or what comes now.
    const most = Math.max(((before?.after ?? 0) / after) * (before?.mainRoute ?? 0), (length / after) * mainRoute)
    changes.push({ row: credit, amount: length, after, from, level, mainRoute: most })
  }

  take(debit: number, length: number): void {
    const before = this.#changes.at(-1)!
    this.#changes.push({
      row: debit,
      amount: -length,
      after: before.after - length,
      from: 0,
      level: 0,
      mainRoute: before.mainRoute,
    })
  }

  /** The greatest fraction that had one route of what was there just before a row. */
  mainRouteBefore(rank: Int32Array, row: number): number {
    return this.#changes[this.#placeOf(rank, row) - 1]?.mainRoute ?? 1
  }

  /**
   * Splits amounts of what was there just before some rows, or is there in the end, over the credits that brought it, to
   * the unit: from the newest back, each gives its share of what was there after it. `rank` is the total order.
   */
  compose(wanted: readonly Wanted[], rank: Int32Array, visit: OriginVisitor): void {
    const places = wanted
      .map(({ before, amount }) => ({ place: this.#placeOf(rank, before), amount }))
      .sort((a, b) => b.place - a.place)
    let missing = 0
    let next = 0
    for (let at = (places[0]?.place ?? 0) - 1; at >= 0 && (missing > 0 || next < places.length); at--) {
      for (; next < places.length && places[next]!.place === at + 1; next++) missing += places[next]!.amount
      const { row, amount: brought, after, from, level } = this.#changes[at]!
      if (brought < 0 || missing === 0) continue
      const share = shareOf(missing, brought, after)
      if (share > 0) visit(row, from, share, level)
      missing -= share
    }
    if (missing > 0 || next < places.length)
      throw new FundtrailError('internal', 'traced money without a credit that brought it')
  }

  /** How many changes stand before a row. */
  #placeOf(rank: Int32Array, row: number | undefined): number {
    const changes = this.#changes
    if (row === undefined) return changes.length
    let low = 0
    let high = changes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (rank[changes[middle]!.row]! >= rank[row]!) high = middle
      else low = middle + 1
    }
    return low
  }
}

/**
 * The share of `amount` that `part` of `whole` gives, to the nearest unit. Neither it nor what is left for the other
 * parts is more than they are, as the amount is at most the whole.
 */
function shareOf(amount: number, part: number, whole: number): number {
  const product = amount * part
  if (product <= Number.MAX_SAFE_INTEGER) {
    const remainder = product % whole
    return (product - remainder) / whole + (2 * remainder >= whole ? 1 : 0)
  }
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
}
