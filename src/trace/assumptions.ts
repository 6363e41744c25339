import type { Decimal } from 'decimal.js'
import type { GraphData } from '../graph/graph-data.js'
import { OPENING_INFERRED, OPENING_STATED } from '../graph/ledger-table.js'
import { GAP, TIED_FROM, TIED_TO } from '../graph/transfer-rows.js'
import type { Followed } from './follow.js'
import type { Settled } from './read-options.js'
import type { Assumption } from './types.js'

const NONE: never[] = []

/**
 * What a trace rests on, for the accounts it touched, in their order: openings, unseen credits, gaps, ties, limits.
 * `touched` are their indexes and ids, `money` makes their amounts.
 */
export function listAssumptions(
  data: GraphData,
  settled: Settled,
  followed: Followed,
  touched: readonly { readonly account: number; readonly id: string }[],
  money: (minor: number) => Decimal,
): Assumption[] {
  const { rows, ledgers, pseudo } = data
  const undecided = undecidedOrders(data, followed)
  const isKnown = (ledger: number) => ledgers.currency[ledger] === settled.currency && ledgers.covered[ledger] === 1
  const result: Assumption[] = []
  for (const { account, id } of touched) {
    const add = (code: Assumption['code'], amount: number, row: number) =>
      result.push({
        code,
        account: id,
        amount: money(amount),
        ...(row >= 0 && { transfer: rows.ids.at(row) }),
      })
    const known = ledgers.of(account).filter(isKnown)
    for (const ledger of known) {
      const opening = ledgers.opening[ledger]!
      const from = ledgers.openingFrom[ledger]
      // An overdraft that only follows from a later balance is as much of a guess as an opening that explains a debit.
      if (from === OPENING_INFERRED || (from === OPENING_STATED && opening < 0)) add('inferred-opening', opening, -1)
    }
    for (const ledger of known) {
      for (const index of data.pseudoOf.get(ledger) ?? NONE) {
        const entry = pseudo.rows[index]!
        if (rows.isAfter(entry, settled.until.ms, settled.until.sub)) continue
        const isGap = (rows.flags[entry]! & GAP) !== 0
        add(isGap ? 'gap' : 'unseen-credit', rows.amount[entry]!, pseudo.causes[index]!)
      }
    }
    for (const { row, amount } of undecided.get(account) ?? NONE) add('undecided-order', amount, row)
    const cut = followed.cut.get(account)
    if (cut !== undefined) add('limit', cut, -1)
  }
  return result
}

/**
 * By account and instant: the first traced transfer of undecided order, and how much traced money came in that instant
 * or went, whichever is more.
 */
function undecidedOrders(data: GraphData, { moves }: Followed): Map<number, { row: number; amount: number }[]> {
  const { rows, ledgers } = data
  const result = new Map<number, { row: number; amount: number; sent: number; received: number }[]>()
  for (const { row, traced } of moves) {
    if ((rows.flags[row]! & TIED_FROM) !== 0) add(ledgers.account[rows.fromLedger[row]!]!, row, traced, 0)
    if ((rows.flags[row]! & TIED_TO) !== 0) add(ledgers.account[rows.toLedger[row]!]!, row, 0, traced)
  }
  return result

  function add(account: number, row: number, sent: number, received: number): void {
    const known = result.get(account) ?? []
    const last = known.at(-1)
    const isSame =
      last !== undefined && rows.time[last.row] === rows.time[row] && rows.subOf(last.row) === rows.subOf(row)
    const tie = isSame ? last : { row, amount: 0, sent: 0, received: 0 }
    tie.sent += sent
    tie.received += received
    tie.amount = Math.max(tie.sent, tie.received)
    if (!isSame) known.push(tie)
    result.set(account, known)
  }
}
