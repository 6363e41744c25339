import { EXCLUDED, type TransferRows } from './transfer-rows.js'

const DIGIT = 0x10000

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

/** Sorts by a column of whole numbers below 2^53, least significant 16 bits first. */
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
  const counts = new Int32Array(DIGIT + 1)
  for (let unit = 1; unit <= highest - lowest; unit *= DIGIT) {
    const digitOf = (row: number) => Math.floor((column[row]! - lowest) / unit) % DIGIT
    counts.fill(0)
    for (const row of from) counts[digitOf(row) + 1]!++
    for (let digit = 0; digit < DIGIT; digit++) counts[digit + 1]! += counts[digit]!
    for (const row of from) to[counts[digitOf(row)]!++] = row
    const done = to
    to = from
    from = done
  }
  return from
}
