import { EXCLUDED, type TransferRows } from './transfer-rows.js'

/** Few enough that the places to write next stay in the cache. */
const DIGIT = 1 << 11

/** The rows that are not excluded, by instant and then in the order of the records: a stable radix sort. */
export function sortByTime(rows: TransferRows): Int32Array {
  let order: Int32Array = new Int32Array(rows.size)
  let count = 0
  let sorted = true
  let last = -1
  for (let row = 0; row < rows.size; row++) {
    if ((rows.flags[row]! & EXCLUDED) !== 0) continue
    if (last >= 0 && rows.isAfter(last, rows.time[row]!, rows.subOf(row))) sorted = false
    order[count++] = row
    last = row
  }
  order = order.subarray(0, count)
  if (sorted) return order
  if (rows.sub !== undefined) order = sortBy(order, rows.sub)
  return sortBy(order, rows.time)
}

/** Sorts by a column of whole numbers below 2^53, least significant digit first; the numbers move with the rows. */
function sortBy(order: Int32Array, column: Float64Array): Int32Array {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const row of order) {
    const value = column[row]!
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  let from: Int32Array = order
  let to: Int32Array = new Int32Array(order.length)
  let keys = new Float64Array(order.length)
  let keysTo = new Float64Array(order.length)
  for (let at = 0; at < order.length; at++) keys[at] = column[order[at]!]! - lowest
  const places = new Int32Array(DIGIT + 1)
  for (let unit = 1; unit <= highest - lowest; unit *= DIGIT) {
    places.fill(0)
    // The bitwise operation drops what is beyond the digit, and exactly so for a number of any size.
    for (const key of keys) places[((key / unit) & (DIGIT - 1)) + 1]!++
    for (let digit = 0; digit < DIGIT; digit++) places[digit + 1]! += places[digit]!
    for (let at = 0; at < from.length; at++) {
      const key = keys[at]!
      const place = places[(key / unit) & (DIGIT - 1)]!++
      to[place] = from[at]!
      keysTo[place] = key
    }
    ;[from, to] = [to, from]
    ;[keys, keysTo] = [keysTo, keys]
  }
  return from
}
