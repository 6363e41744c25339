import type { GraphData } from '../../graph/graph-data.js'
import type { SpreadVisitor, StaticRule } from './rule.js'

/**
 * First in, first out: Devaynes v Noble (Clayton's Case) (1816) 1 Mer 572. The oldest money in the account pays the
 * next debit, whoever owns it.
 *
 * Credits and debits stand on two axes of money (see LedgerEntries), and coordinate x of the debits is paid from
 * coordinate x of the credits. So nothing is replayed: one binary search finds the first debit that a stretch of a
 * credit pays, and the next ones follow.
 */
export const fifo: StaticRule = { name: 'fifo', spread, gather }

function spread(data: GraphData, credit: number, start: number, length: number, visit: SpreadVisitor): void {
  const { debits, debitsFrom, debitStart, creditStart } = data.entries
  const ledger = data.rows.toLedger[credit]!
  const origin = creditStart[credit]!
  const end = origin + start + length
  const lastDebit = debitsFrom[ledger + 1]!
  let at = origin + start
  for (let place = data.entries.debitBeyond(ledger, at); at < end; place++) {
    if (place === lastDebit) return visit(-1, at - origin, end - at)
    const debit = debits[place]!
    const from = debitStart[debit]!
    const to = Math.min(end, from + data.rows.amount[debit]!)
    visit(debit, at - from, to - at)
    at = to
  }
}

function gather(data: GraphData, debit: number, start: number, length: number, visit: SpreadVisitor): void {
  const { credits, creditsFrom, creditStart, debitStart } = data.entries
  const ledger = data.rows.fromLedger[debit]!
  const origin = debitStart[debit]!
  const end = origin + start + length
  const lastCredit = creditsFrom[ledger + 1]!
  const firstCredit = creditsFrom[ledger]!
  const opening = firstCredit === lastCredit ? end : creditStart[credits[firstCredit]!]!
  let at = origin + start
  if (at < opening) {
    const to = Math.min(end, opening)
    visit(-1, at - origin, to - at)
    at = to
  }
  for (let place = data.entries.creditBeyond(ledger, at); at < end; place++) {
    if (place === lastCredit) return visit(-1, at - origin, end - at)
    const credit = credits[place]!
    const from = creditStart[credit]!
    const to = Math.min(end, from + data.rows.amount[credit]!)
    visit(credit, at - from, to - at)
    at = to
  }
}
