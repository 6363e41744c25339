import type { AxisColumns, Openings } from './lay-axes.js'

/**
 * One side of every ledger, its credits or its debits, in the total order, laid end to end along an axis of money: an
 * entry covers [all before it, + its amount). What was there before the first entry stands in front of it.
 */
export class Axis {
  /** Rows by place; those of ledger l stand from place `from[l]` up to `from[l + 1]`. */
  readonly rows: Int32Array
  readonly from: Int32Array
  /** By place: the coordinate at which the entry ends. One array, so that a bisection stays in the cache. */
  readonly ends: Float64Array
  readonly #placeOf: Int32Array
  readonly #amount: Float64Array
  readonly #openings: Openings

  /** Laid out by `layAxes`; `placeOf` and `amount` are by row. */
  constructor(columns: AxisColumns, amount: Float64Array, openings: Openings) {
    this.rows = columns.rows
    this.from = columns.from
    this.ends = columns.ends
    this.#placeOf = columns.placeOf
    this.#amount = amount
    this.#openings = openings
  }

  /** The coordinate at which a row's entry begins. */
  start(row: number): number {
    return this.ends[this.#placeOf[row]!]! - this.#amount[row]!
  }

  /** Which of its ledger's entries on this side a row is, from 0. */
  placeIn(ledger: number, row: number): number {
    return this.#placeOf[row]! - this.from[ledger]!
  }

  /** The coordinate that the entries of a ledger have reached at a place: the end of the one before it. */
  reachedAt(ledger: number, place: number): number {
    return place === this.from[ledger] ? this.#openings.on(ledger) : this.ends[place - 1]!
  }

  /** The first place of a ledger whose entry ends beyond a coordinate; the end of its places where none does. */
  beyond(ledger: number, coordinate: number): number {
    let low = this.from[ledger]!
    let high = this.from[ledger + 1]!
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.ends[middle]! > coordinate) high = middle
      else low = middle + 1
    }
    return low
  }

  /** The first place of a ledger whose row passes a test that, once passed, all later ones pass. */
  firstWhere(ledger: number, test: (row: number) => boolean): number {
    let low = this.from[ledger]!
    let high = this.from[ledger + 1]!
    // Most questions are about the end of the records: then the last row answers.
    if (low < high && !test(this.rows[high - 1]!)) return high
    while (low < high) {
      const middle = (low + high) >>> 1
      if (test(this.rows[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
}
