import type { Matching } from '../../graph/bracket-matching.js'
import { StaticBooks, type StaticMap } from '../books/static-books.js'
import type { AttributionRule } from './rule.js'

/**
 * Credits open brackets and debits close them (see Matching): which debit takes which part of a credit is the same
 * whoever's money it is. A ledger is matched once, when money first comes to it.
 */
export const lastInFirstOut: StaticMap = {
  spread(data, credit, start, length, visit) {
    const matching = data.entries.brackets(data.rows.toLedger[credit]!)
    const place = data.entries.credits.placeIn(data.rows.toLedger[credit]!, credit)
    const end = start + length
    // Parts leave from the last of the credit to its first.
    let at = firstBelow(matching, place, end)
    let left = end
    for (; at < matching.ofCredit[place + 1]! && left > start; at++) {
      const part = matching.byCredit[at]!
      const low = matching.creditStarts[part]!
      const high = low + matching.lengths[part]!
      if (high <= start) break
      const to = Math.min(high, left)
      const from = Math.max(low, start)
      visit(matching.debits[part]!, matching.debitStarts[part]! + (high - to), to - from, from)
      left = from
    }
    if (left > start) visit(-1, 0, left - start, start)
  },
  gather(data, debit, start, length, visit) {
    const matching = data.entries.brackets(data.rows.fromLedger[debit]!)
    const place = data.entries.debits.placeIn(data.rows.fromLedger[debit]!, debit)
    const end = start + length
    let at = start
    for (let part = matching.ofDebit[place]!; part < matching.ofDebit[place + 1]! && at < end; part++) {
      const first = matching.debitStarts[part]!
      const last = first + matching.lengths[part]!
      if (last <= at) continue
      const to = Math.min(last, end)
      visit(matching.credits[part]!, matching.creditStarts[part]! + (last - to), to - at, at)
      at = to
    }
    if (at < end) visit(-1, 0, end - at, at)
  },
  repays: 'last',
  reverses: true,
}

/**
 * Last in, first out: the newest money in the account pays the next debit, whoever owns it. A convention of accounting;
 * "drugs-in, last-out" in United States v Banco Cafetero Panama, 797 F.2d 1154 (2d Cir. 1986), is `libr`.
 */
export const lifo: AttributionRule = {
  name: 'lifo',
  conserves: true,
  open: (context) => new StaticBooks(context, lastInFirstOut),
}

/** The first part of a credit, as listed, that reaches below a place of it. */
function firstBelow({ ofCredit, byCredit, creditStarts }: Matching, place: number, end: number): number {
  let low = ofCredit[place]!
  let high = ofCredit[place + 1]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (creditStarts[byCredit[middle]!]! < end) high = middle
    else low = middle + 1
  }
  return low
}
