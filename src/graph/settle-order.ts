import { show } from '../show.js'
import type { Problem, Ties } from '../types.js'
import type { AccountBook } from './account-book.js'
import { balanceTrail } from './balance-trail.js'
import { firstOfGroups, joinChains } from './join-chains.js'
import { joinWishes, type Wish } from './join-wishes.js'
import type { LedgerTable } from './ledger-table.js'
import { reportRow } from './report.js'
import { BalancesBehind, balancesAhead, statingRows } from './stated-balances.js'
import { forEachInstant, type Tie, TieFinder } from './ties.js'
import { REVERSED, TIED_FROM, TIED_TO, type TransferRows } from './transfer-rows.js'

/**
 * Orders the rows of each instant by the balances that they state, in place, and flags those whose order nothing
 * decides; these stand as `ties` says. `order` comes sorted by instant and then as the records came.
 */
export function settleOrder(to: {
  order: Int32Array
  rows: TransferRows
  ledgers: LedgerTable
  accounts: AccountBook
  ties: Ties
  problems: Problem[]
}): void {
  const { order, rows, ledgers, accounts, problems } = to
  const finder = new TieFinder(rows, ledgers)
  const stated = rows.fromBalance !== undefined || rows.toBalance !== undefined
  const behind = stated ? new BalancesBehind(rows, ledgers) : undefined
  const ahead = stated ? balancesAhead(order, rows, ledgers) : undefined

  const visit = (start: number, end: number) => {
    if (end - start > 1) {
      const instant = order.subarray(start, end)
      const ties = finder.find(instant)
      if (ties.length > 0) settle(instant, ties, start)
    }
    if (behind !== undefined) for (let at = start; at < end; at++) behind.pass(order[at]!)
  }
  forEachInstant(order, rows, 'forwards', visit, stated ? 1 : 2)

  function settle(instant: Int32Array, ties: Tie[], start: number): void {
    const chains: Tie[] = []
    /** By tie the rows that balances order; null where its balances follow in no order. */
    const chainOf = new Map<Tie, Tie | null>()
    const decided = new Set<Tie>()
    for (const tie of stated ? ties : []) {
      const { stating, before, after } = statingRows(rows, instant, tie)
      if (stating.length < 2) continue
      const resting = ahead?.(start, tie.ledger)
      const trail = balanceTrail(before, after, behind?.get(tie.ledger) ?? resting?.balance)
      if (trail === undefined) {
        conflict(tie.ledger, instant[tie.positions[0]!]!, 'the balances stated in one instant follow in no order')
        chainOf.set(tie, null)
        continue
      }
      const chain = { ledger: tie.ledger, positions: trail.order.map((at) => stating[at]!) }
      chains.push(chain)
      chainOf.set(tie, chain)
      const isCertain = trail.unique && resting?.certain !== false
      if (isCertain && stating.length === tie.positions.length) decided.add(tie)
    }
    let kept = chains
    let joined = joinChains(instant.length, positionsOf(chains))
    const { contradicted } = joined
    const isBroken = ({ positions }: Tie) => positions.some((position) => contradicted.has(position))
    if (contradicted.size > 0) {
      // Chains in a contradiction, or behind one, count for nothing; the others still order their rows.
      const broken = chains.filter(isBroken)
      for (const index of firstOfGroups(instant.length, positionsOf(broken))) {
        const { ledger, positions } = broken[index]!
        const row = instant[positions.find((position) => contradicted.has(position))!]!
        conflict(ledger, row, 'its balances contradict those of other accounts in one instant')
      }
      kept = chains.filter((chain) => !isBroken(chain))
      joined = joinChains(instant.length, positionsOf(kept))
    }
    for (const tie of ties) {
      if (decided.has(tie) && !isBroken(tie)) continue
      for (const position of tie.positions) {
        const row = instant[position]!
        rows.flag(row, rows.fromLedger[row] === tie.ledger ? TIED_FROM : TIED_TO)
      }
    }
    const wishes =
      to.ties === 'records' ? [] : ties.flatMap((tie) => wishesOf(tie, instant, isBroken, chainOf.get(tie)))
    const sequence = wishes.length === 0 ? joined.sequence : joinWishes(instant.length, positionsOf(kept), wishes)
    const before = instant.slice()
    sequence.forEach((position, at) => {
      instant[at] = before[position]!
    })
  }

  /** What `ties` asks of rows that no balance orders: credits first, or debits, against all others of the ledger. */
  function wishesOf(
    { ledger, positions }: Tie,
    instant: Int32Array,
    isBroken: (chain: Tie) => boolean,
    chain: Tie | null | undefined,
  ): Wish[] {
    // Balances that contradict each other or other accounts: the order of the records stands.
    if (chain === null || (chain !== undefined && isBroken(chain))) return []
    const isFirst = (position: number) =>
      (rows.toLedger[instant[position]!] === ledger) === (to.ties === 'credits-first')
    const ordered = new Set(chain?.positions)
    const isOrdered = (position: number) => ordered.has(position)
    const moving = positions.filter((position) => (rows.flags[instant[position]!]! & REVERSED) === 0)
    const first = moving.filter(isFirst)
    const second = moving.filter((position) => !isFirst(position))
    return [
      { before: first.filter((position) => !isOrdered(position)), after: second },
      { before: first.filter(isOrdered), after: second.filter((position) => !isOrdered(position)) },
    ].filter(({ before, after }) => before.length > 0 && after.length > 0)
  }

  function conflict(ledger: number, row: number, why: string): void {
    const account = show(accounts.ids.at(ledgers.account[ledger]!))
    reportRow(
      problems,
      rows,
      row,
      'order-conflict',
      'warning',
      `account ${account}: ${why}; the order of the records stands`,
    )
  }
}

function positionsOf(chains: readonly Tie[]): number[][] {
  return chains.map(({ positions }) => positions)
}
