import { show } from '../show.js'
import type { Problem } from '../types.js'
import type { AccountBook } from './account-book.js'
import { balanceTrail } from './balance-trail.js'
import { firstOfGroups, joinChains } from './join-chains.js'
import type { LedgerTable } from './ledger-table.js'
import { reportRow } from './report.js'
import { BalancesBehind, balancesAhead, statingRows } from './stated-balances.js'
import { forEachInstant, type Tie, TieFinder } from './ties.js'
import { TIED_FROM, TIED_TO, type TransferRows } from './transfer-rows.js'

/**
 * Orders the rows of each instant by the balances that they state, in place, and flags those whose order nothing
 * decides. `order` comes sorted by instant and then as the records came.
 */
export function settleOrder(
  order: Int32Array,
  rows: TransferRows,
  ledgers: LedgerTable,
  accounts: AccountBook,
  problems: Problem[],
): void {
  const finder = new TieFinder(rows, ledgers)
  const stated = rows.fromBalance !== undefined || rows.toBalance !== undefined
  const behind = stated ? new BalancesBehind(rows, ledgers) : undefined
  const ahead = stated ? balancesAhead(order, rows, ledgers) : undefined

  forEachInstant(order, rows, 'forwards', (start, end) => {
    if (end - start > 1) {
      const instant = order.subarray(start, end)
      const ties = finder.find(instant)
      if (ties.length > 0) settle(instant, ties, start)
    }
    if (behind !== undefined) for (let at = start; at < end; at++) behind.pass(order[at]!)
  })

  function settle(instant: Int32Array, ties: Tie[], start: number): void {
    const chains: Tie[] = []
    const decided = new Set<Tie>()
    for (const tie of stated ? ties : []) {
      const { stating, before, after } = statingRows(rows, instant, tie)
      if (stating.length < 2) continue
      const resting = ahead?.(start, tie.ledger)
      const trail = balanceTrail(before, after, behind?.get(tie.ledger) ?? resting?.balance)
      if (trail === undefined) {
        conflict(tie.ledger, instant[tie.positions[0]!]!, 'the balances stated in one instant follow in no order')
        continue
      }
      chains.push({ ledger: tie.ledger, positions: trail.order.map((at) => stating[at]!) })
      const isCertain = trail.unique && resting?.certain !== false
      if (isCertain && stating.length === tie.positions.length) decided.add(tie)
    }
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
      joined = joinChains(instant.length, positionsOf(chains.filter((chain) => !isBroken(chain))))
    }
    for (const tie of ties) {
      if (decided.has(tie) && !isBroken(tie)) continue
      for (const position of tie.positions) {
        const row = instant[position]!
        rows.flags[row]! |= rows.fromLedger[row] === tie.ledger ? TIED_FROM : TIED_TO
      }
    }
    const before = instant.slice()
    joined.sequence.forEach((position, at) => {
      instant[at] = before[position]!
    })
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
