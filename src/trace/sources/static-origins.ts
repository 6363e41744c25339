import { firstInFirstOut } from '../rules/fifo.js'
import { lastInFirstOut } from '../rules/lifo.js'
import type { Rule } from '../types.js'
import type { StaticOrigins } from './static-sources.js'

/** What rests is what the credits have beyond the debits, on the axes of money (see LedgerEntries). */
const oldestFirst: StaticOrigins = {
  gather: firstInFirstOut.gather,
  rest({ entries: { credits, debits }, rows }, ledger, { ms, sub }, visit) {
    const isLater = (row: number) => rows.isAfter(row, ms, sub)
    const low = debits.reachedAt(ledger, debits.firstWhere(ledger, isLater))
    const end = credits.firstWhere(ledger, isLater)
    const high = credits.reachedAt(ledger, end)
    let at = low
    for (let place = credits.beyond(ledger, low); at < high; place++) {
      // In front of the first credit lies what was there before.
      const from = credits.reachedAt(ledger, place)
      if (at < from) visit(-1, 0, Math.min(from, high) - at)
      at = Math.max(at, from)
      if (place === end) return
      const to = Math.min(high, credits.ends[place]!)
      if (to > at) visit(credits.rows[place]!, at - from, to - at)
      at = to
    }
  },
}

/** Going back, each debit takes out as much of the credits next to it; what they have beyond that rests. */
const newestFirst: StaticOrigins = {
  gather: lastInFirstOut.gather,
  rest({ entries, rows }, ledger, { ms, sub }, visit) {
    const { credits, debits, rank } = entries
    const isLater = (row: number) => rows.isAfter(row, ms, sub)
    let credit = credits.firstWhere(ledger, isLater) - 1
    let debit = debits.firstWhere(ledger, isLater) - 1
    // What a credit had repaid of an overdraft is beyond the balance: there is nothing older then.
    let missing = entries.balanceAt(ledger, ms, sub)
    let taken = 0
    while (missing > 0 && credit >= credits.from[ledger]!) {
      const row = credits.rows[credit]!
      if (debit >= debits.from[ledger]! && rank[debits.rows[debit]!]! > rank[row]!) {
        taken += rows.amount[debits.rows[debit--]!]!
        continue
      }
      const amount = rows.amount[row]!
      const length = Math.min(missing, Math.max(0, amount - taken))
      if (length > 0) visit(row, 0, length)
      taken = Math.max(0, taken - amount)
      missing -= length
      credit--
    }
    if (missing > 0) visit(-1, 0, missing)
  },
}

/** The rules under which the records alone say where money came from. */
export const STATIC_ORIGINS: ReadonlyMap<Rule, StaticOrigins> = new Map([
  ['fifo', oldestFirst],
  ['lifo', newestFirst],
])
