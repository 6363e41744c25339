import type { Axis } from '../../graph/axis.js'
import { StaticBooks, type StaticMap, type StretchVisitor } from '../books/static-books.js'
import type { AttributionRule } from './rule.js'

/**
 * Credits and debits stand on two axes of money (see LedgerEntries), and coordinate x of the debits is paid from
 * coordinate x of the credits. So nothing is replayed: one bisection finds the first debit that a stretch of a credit
 * pays, and the next ones follow. Backwards it is the same map.
 */
export const firstInFirstOut: StaticMap = {
  spread({ entries, rows }, credit, start, length, visit) {
    const origin = entries.credits.start(credit) + start
    project(entries.debits, rows.toLedger[credit]!, origin, length, start, visit)
  },
  gather({ entries, rows }, debit, start, length, visit) {
    const origin = entries.debits.start(debit) + start
    project(entries.credits, rows.fromLedger[debit]!, origin, length, start, visit)
  },
  repays: 'first',
  reverses: false,
}

/**
 * First in, first out: Devaynes v Noble (Clayton's Case) (1816) 1 Mer 572. The oldest money in the account pays the
 * next debit, whoever owns it.
 */
export const fifo: AttributionRule = {
  name: 'fifo',
  conserves: true,
  open: (context) => new StaticBooks(context, firstInFirstOut),
}

/** Visits what lies at [origin, origin + length) of an axis; `start` is the place of the origin in the row asked about. */
function project(
  axis: Axis,
  ledger: number,
  origin: number,
  length: number,
  start: number,
  visit: StretchVisitor,
): void {
  const end = origin + length
  const first = axis.beyond(ledger, origin)
  const last = axis.from[ledger + 1]!
  const shift = start - origin
  let at = origin
  for (let place = first; at < end; place++) {
    // In front of the first entry lies what was there before, behind the last what is still there.
    const from = place === first ? axis.reachedAt(ledger, place) : at
    if (place === last || from >= end) return visit(-1, 0, end - at, at + shift)
    if (at < from) visit(-1, 0, from - at, at + shift)
    const to = Math.min(end, axis.ends[place]!)
    const begin = Math.max(at, from)
    visit(axis.rows[place]!, begin - from, to - begin, begin + shift)
    at = to
  }
}
