import { show } from '../show.js'
import type { Problem, Shortfall } from '../types.js'
import type { AccountBook } from './account-book.js'
import type { Anchor } from './declare-openings.js'
import {
  type LedgerTable,
  OPENING_DECLARED,
  OPENING_INFERRED,
  OPENING_STATED,
  OPENING_UNKNOWN,
} from './ledger-table.js'
import { statedBalance } from './stated-balances.js'
import { GAP, REVERSED, type TransferRows, UNSEEN } from './transfer-rows.js'

/** Entries that no record shows, in the total order: each stands just before a position of `order`. */
export interface PseudoEntries {
  /** Index of the entry among the rows: the records come first, these behind them. */
  rows: number[]
  /** The position of `order` before which it stands; its length: behind the last. */
  positions: number[]
  /** The row that revealed it; -1 where a declared opening did. */
  causes: number[]
}

/**
 * Goes through the rows in order and makes every ledger's balance follow from its openings: finds the openings, and
 * puts in a gap where a stated balance does not follow, and a credit of unknown origin where nothing explains a debit.
 */
export function reconcile(to: {
  order: Int32Array
  rows: TransferRows
  ledgers: LedgerTable
  accounts: AccountBook
  anchors: Anchor[]
  shortfall: Shortfall
  problems: Problem[]
}): PseudoEntries {
  const { order, rows, ledgers, anchors, shortfall } = to
  findOpenings(order, rows, ledgers, anchors, shortfall)
  const records = rows.size
  const pseudo: PseudoEntries = { rows: [], positions: [], causes: [] }
  // Nothing states a balance, and the openings explain every debit: all of it follows.
  const stated = rows.fromBalance !== undefined || rows.toBalance !== undefined
  const declared = anchors.length > 0 || ledgers.openingFrom.includes(OPENING_DECLARED)
  if (!stated && !declared && shortfall === 'opening') return pseudo
  const balance = ledgers.opening.slice(0, ledgers.size)
  /** What reversed pairs have moved so far: in the stated balances, but not on the ledger. */
  const reversed = new Float64Array(ledgers.size)
  let nextAnchor = 0

  for (let position = 0; position < order.length; position++) {
    const row = order[position]!
    passAnchors(rows.time[row]!, position)
    enter(row, rows.fromLedger[row]!, -rows.amount[row]!, position)
    enter(row, rows.toLedger[row]!, rows.amount[row]!, position)
  }
  passAnchors(Number.POSITIVE_INFINITY, order.length)
  return pseudo

  function passAnchors(time: number, position: number): void {
    for (; nextAnchor < anchors.length && anchors[nextAnchor]!.at <= time; nextAnchor++) {
      const { ledger, at, balance: declared } = anchors[nextAnchor]!
      const gap = declared - balance[ledger]! - reversed[ledger]!
      if (gap !== 0) addGap(ledger, gap, at, 0, position, -1)
    }
  }

  function enter(row: number, ledger: number, change: number, position: number): void {
    if (!ledgers.covered[ledger]) return
    const known = balance[ledger]! + reversed[ledger]!
    const stated = statedBalance(rows, row, ledger)
    const isReversed = (rows.flags[row]! & REVERSED) !== 0
    if (!Number.isNaN(stated)) {
      const gap = stated - change - known
      if (gap !== 0) addGap(ledger, gap, rows.time[row]!, rows.subOf(row), position, row)
    } else if (change < 0 && !isReversed && -change > Math.max(0, balance[ledger]!)) {
      // What reversed pairs moved meanwhile does not help: on the ledger it never came.
      cover(row, ledger, -change - balance[ledger]!, position)
    }
    if (isReversed) reversed[ledger]! += change
    else balance[ledger]! += change
    // The bank had money that it took back later; the ledger never had it.
    const isSpent = change < 0 && !isReversed && balance[ledger]! < 0 && balance[ledger]! + reversed[ledger]! >= 0
    if (isSpent)
      report(row, ledger, 'spent-before-reversal', 'the debit spent money that was reversed; the ledger is overdrawn')
  }

  /** A debit beyond the known balance, which no stated balance explains. */
  function cover(row: number, ledger: number, missing: number, position: number): void {
    if (shortfall === 'overdraft') return
    if (!addEntry(ledger, missing, UNSEEN, rows.time[row]!, rows.subOf(row), position, row)) return
    if (shortfall === 'opening') {
      report(
        row,
        ledger,
        'shortfall',
        `the debit is larger than the balance that the known opening leaves; the rest is a credit of unknown origin`,
      )
    }
  }

  function addGap(ledger: number, gap: number, ms: number, sub: number, position: number, cause: number): void {
    if (!addEntry(ledger, gap, GAP, ms, sub, position, cause)) return
    report(cause, ledger, 'gap', gap > 0 ? 'money came in that no row shows' : 'money left that no row shows')
  }

  function addEntry(
    ledger: number,
    change: number,
    flag: number,
    ms: number,
    sub: number,
    position: number,
    cause: number,
  ): boolean {
    const amount = Math.abs(change)
    if (!ledgers.takeRoom(ledger, amount)) {
      report(
        cause,
        ledger,
        'amount-too-large',
        'a stated balance takes the turnover beyond 2^53-1 minor units; it is ignored',
      )
      return false
    }
    const entry = rows.append()
    rows.fromLedger[entry] = change < 0 ? ledger : -1
    rows.toLedger[entry] = change < 0 ? -1 : ledger
    rows.amount[entry] = amount
    rows.time[entry] = ms
    if (sub !== 0) rows.setSub(entry, sub)
    rows.flags[entry] = flag
    pseudo.rows.push(entry)
    pseudo.positions.push(position)
    pseudo.causes.push(cause)
    balance[ledger]! += change
    return true
  }

  function report(cause: number, ledger: number, code: string, why: string): void {
    const account = show(to.accounts.ids.at(ledgers.account[ledger]!))
    const where = cause < 0 ? 'at its declared opening balance' : `at row ${rows.row(cause)}`
    const file = cause < 0 ? undefined : rows.notes.sources(cause)?.[0]?.file
    to.problems.push({
      code,
      severity: 'warning',
      message: `account ${account} ${where}: ${why}`,
      ...(cause >= 0 && cause < records && { row: rows.row(cause), id: rows.ids.at(cause) }),
      ...(file !== undefined && { file }),
    })
  }
}

/** Openings that none declares: from the first balance that a row or an anchor states, else by the shortfall mode. */
function findOpenings(
  order: Int32Array,
  rows: TransferRows,
  ledgers: LedgerTable,
  anchors: readonly Anchor[],
  shortfall: Shortfall,
): void {
  const balance = new Float64Array(ledgers.size)
  const reversed = new Float64Array(ledgers.size)
  const least = new Float64Array(ledgers.size)
  let nextAnchor = 0
  for (const row of order) {
    passAnchors(rows.time[row]!)
    pass(row, rows.fromLedger[row]!, -rows.amount[row]!)
    pass(row, rows.toLedger[row]!, rows.amount[row]!)
  }
  passAnchors(Number.POSITIVE_INFINITY)
  for (let ledger = 0; ledger < ledgers.size; ledger++) {
    if (shortfall !== 'opening' || ledgers.openingFrom[ledger] !== OPENING_UNKNOWN || least[ledger] === 0) continue
    ledgers.setOpening(ledger, least[ledger]!, OPENING_INFERRED)
  }

  function passAnchors(time: number): void {
    for (; nextAnchor < anchors.length && anchors[nextAnchor]!.at <= time; nextAnchor++) {
      const { ledger, balance: declared } = anchors[nextAnchor]!
      state(ledger, declared)
    }
  }

  function pass(row: number, ledger: number, change: number): void {
    if (!ledgers.covered[ledger] || ledgers.openingFrom[ledger] !== OPENING_UNKNOWN) return
    const isReversed = (rows.flags[row]! & REVERSED) !== 0
    if (isReversed) reversed[ledger]! += change
    else balance[ledger]! += change
    const stated = statedBalance(rows, row, ledger)
    if (!Number.isNaN(stated) && state(ledger, stated)) return
    if (change < 0 && !isReversed) {
      least[ledger] = Math.max(least[ledger]!, -balance[ledger]!)
    }
  }

  /** Takes a stated balance back to the opening, unless that would leave the exact integers. */
  function state(ledger: number, stated: number): boolean {
    if (ledgers.openingFrom[ledger] !== OPENING_UNKNOWN) return false
    const opening = stated - balance[ledger]! - reversed[ledger]!
    if (!ledgers.takeRoom(ledger, Math.abs(opening))) return false
    ledgers.setOpening(ledger, opening, OPENING_STATED)
    return true
  }
}
