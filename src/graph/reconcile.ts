import { toDecimal } from '../money.js'
import { show } from '../show.js'
import type { Problem, Shortfall } from '../types.js'
import type { AccountBook } from './account-book.js'
import { type Anchor, isReached } from './anchor.js'
import {
  type LedgerTable,
  OPENING_DECLARED,
  OPENING_INFERRED,
  OPENING_STATED,
  OPENING_UNKNOWN,
} from './ledger-table.js'
import { PairMoney } from './pair-money.js'
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
  /** Whether the openings explain every debit, so that no account is ever overdrawn. */
  explained: boolean
}

/**
 * Goes through the rows in order and makes every ledger's balance follow from its openings: finds the openings, and
 * puts in a gap where a stated balance does not follow, and a credit of unknown origin where nothing explains a debit.
 *
 * Money of a transfer that was reversed later, and spent before that, is lent: an unseen credit of what the debit lacks,
 * and a gap at the reversal that takes as much back.
 */
export function reconcile(to: {
  order: Int32Array
  rows: TransferRows
  ledgers: LedgerTable
  accounts: AccountBook
  anchors: readonly Anchor[]
  reversals: ReadonlyMap<number, number>
  /** Codes of the currencies, and how many decimals each has. */
  currencies: readonly string[]
  decimals: readonly number[]
  shortfall: Shortfall
  problems: Problem[]
}): PseudoEntries {
  const { order, rows, ledgers, anchors, shortfall } = to
  const records = rows.size
  const pseudo: PseudoEntries = { rows: [], positions: [], causes: [], explained: false }
  const stated = rows.fromBalance !== undefined || rows.toBalance !== undefined
  const declared = anchors.length > 0 || ledgers.openingFrom.includes(OPENING_DECLARED)
  // Where nothing states a balance, and the openings explain every debit, all of it follows.
  const follows = !stated && !declared && shortfall === 'opening'
  if (follows && to.reversals.size === 0) {
    inferOpenings(order, rows, ledgers)
    pseudo.explained = true
    return pseudo
  }
  const pairs = new PairMoney(ledgers.size, rows, to.reversals)
  findOpenings(order, rows, ledgers, anchors, pairs, shortfall)
  if (follows && !pairs.hasParted()) {
    pseudo.explained = true
    return pseudo
  }
  const balance = ledgers.opening.slice(0, ledgers.size)
  let nextAnchor = 0

  for (let position = 0; position < order.length; position++) {
    const row = order[position]!
    passAnchors(row, position)
    enter(row, rows.fromLedger[row]!, -rows.amount[row]!, position)
    enter(row, rows.toLedger[row]!, rows.amount[row]!, position)
  }
  passAnchors(undefined, order.length)
  return pseudo

  function passAnchors(row: number | undefined, position: number): void {
    for (; nextAnchor < anchors.length && isReached(anchors[nextAnchor]!, rows, row); nextAnchor++) {
      const { ledger, at, sub, balance: declared } = anchors[nextAnchor]!
      const gap = declared - balance[ledger]! - pairs.beyond(ledger)
      if (gap !== 0) addGap(ledger, gap, { ms: at, sub, position, cause: -1 })
    }
  }

  function enter(row: number, ledger: number, change: number, position: number): void {
    if (!ledgers.covered[ledger]) return
    const stated = statedBalance(rows, row, ledger)
    const isStated = !Number.isNaN(stated)
    if (isStated) {
      const gap = stated - change - balance[ledger]! - pairs.beyond(ledger)
      if (gap !== 0) addGap(ledger, gap, placeOf(row, position))
    }
    const isReversed = (rows.flags[row]! & REVERSED) !== 0
    if (isReversed && pairs.isWhole(row, ledger)) {
      pairs.pass(row, ledger, change)
      if (pairs.due(ledger) > 0) takeBack(ledger, isStated, placeOf(row, position))
      return
    }
    if (change < 0 && lacking(ledger, -change) > 0) {
      borrow(ledger, -change, placeOf(row, position))
      if (!isStated) cover(ledger, -change, placeOf(row, position))
    }
    if (!isReversed) balance[ledger]! += change
    else if (addEntry(ledger, change, GAP, placeOf(row, position))) {
      // The other row is in another period, so on this ledger nothing cancels: what moved is an entry without a record.
      const why = 'the other row of this reversal is outside the statement period'
      report(row, ledger, 'gap', `${moneyOf(ledger, change)} without a record, for ${why}`)
    }
  }

  function placeOf(row: number, position: number): Place {
    return { ms: rows.time[row]!, sub: rows.subOf(row), position, cause: row }
  }

  /** A debit that spends money of a pair: the ledger never saw it come, but it was there. */
  function borrow(ledger: number, debit: number, place: Place): void {
    const amount = Math.min(lacking(ledger, debit), pairs.spare(ledger))
    if (amount === 0 || !addEntry(ledger, amount, UNSEEN, place)) return
    pairs.lend(ledger, amount)
    const why = 'it spent money that was reversed later; until then that counts as money of no claim'
    report(place.cause, ledger, 'spent-before-reversal', why)
  }

  /** A reversal takes what was lent; beyond the known balance only where that may go below zero. */
  function takeBack(ledger: number, isStated: boolean, place: Place): void {
    const due = pairs.due(ledger)
    const mayOverdraw = isStated || shortfall === 'overdraft'
    const amount = mayOverdraw ? due : Math.min(due, Math.max(0, balance[ledger]!))
    if (amount > 0 && !addEntry(ledger, -amount, GAP, place)) return
    pairs.lend(ledger, -due)
    if (amount < due) reportShortfall(ledger, place)
  }

  /** A debit beyond the known balance, which no stated balance explains. */
  function cover(ledger: number, debit: number, place: Place): void {
    const missing = lacking(ledger, debit)
    if (missing === 0 || shortfall === 'overdraft') return
    if (addEntry(ledger, missing, UNSEEN, place)) reportShortfall(ledger, place)
  }

  /** What a ledger lacks to pay a debit and be at zero. */
  function lacking(ledger: number, debit: number): number {
    return debit > Math.max(0, balance[ledger]!) ? debit - balance[ledger]! : 0
  }

  function reportShortfall(ledger: number, { cause }: Place): void {
    if (shortfall !== 'opening') return
    report(
      cause,
      ledger,
      'shortfall',
      `the debit is larger than the balance that the known opening leaves; the rest is a credit of unknown origin`,
    )
  }

  function addGap(ledger: number, gap: number, place: Place): void {
    if (gap < 0) borrow(ledger, -gap, place)
    if (!addEntry(ledger, gap, GAP, place)) return
    const why = gap > 0 ? 'came in that no row shows' : 'left that no row shows'
    report(place.cause, ledger, 'gap', `${moneyOf(ledger, gap)} ${why}`)
  }

  function moneyOf(ledger: number, amount: number): string {
    const currency = ledgers.currency[ledger]!
    const places = to.decimals[currency]!
    return `${toDecimal(Math.abs(amount), places).toFixed(places)} ${to.currencies[currency]}`
  }

  function addEntry(ledger: number, change: number, flag: number, { ms, sub, position, cause }: Place): boolean {
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
    rows.flag(entry, flag)
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

/** When and where in the order a pseudo-entry stands, and the row that revealed it. */
interface Place {
  ms: number
  sub: number
  position: number
  cause: number
}

/** The least openings that explain every debit: what `findOpenings` comes to where no balance says otherwise. */
function inferOpenings(order: Int32Array, rows: TransferRows, ledgers: LedgerTable): void {
  const { fromLedger, toLedger, amount } = rows
  const { covered } = ledgers
  const balance = new Float64Array(ledgers.size)
  const least = new Float64Array(ledgers.size)
  for (let position = 0; position < order.length; position++) {
    const row = order[position]!
    const from = fromLedger[row]!
    const into = toLedger[row]!
    if (covered[from] === 1) {
      balance[from]! -= amount[row]!
      if (-balance[from]! > least[from]!) least[from] = -balance[from]!
    }
    if (covered[into] === 1) balance[into]! += amount[row]!
  }
  for (let ledger = 0; ledger < ledgers.size; ledger++) {
    if (least[ledger] !== 0) ledgers.setOpening(ledger, least[ledger]!, OPENING_INFERRED)
  }
}

/** Openings that none declares: from the first balance that a row or an anchor states, else by the shortfall mode. */
function findOpenings(
  order: Int32Array,
  rows: TransferRows,
  ledgers: LedgerTable,
  anchors: readonly Anchor[],
  pairs: PairMoney,
  shortfall: Shortfall,
): void {
  const balance = new Float64Array(ledgers.size)
  const reversed = new Float64Array(ledgers.size)
  const least = new Float64Array(ledgers.size)
  let nextAnchor = 0
  for (const row of order) {
    passAnchors(row)
    pass(row, rows.fromLedger[row]!, -rows.amount[row]!)
    pass(row, rows.toLedger[row]!, rows.amount[row]!)
  }
  passAnchors(undefined)
  for (let ledger = 0; ledger < ledgers.size; ledger++) {
    if (shortfall !== 'opening' || ledgers.openingFrom[ledger] !== OPENING_UNKNOWN || least[ledger] === 0) continue
    ledgers.setOpening(ledger, least[ledger]!, OPENING_INFERRED)
  }

  function passAnchors(row: number | undefined): void {
    for (; nextAnchor < anchors.length && isReached(anchors[nextAnchor]!, rows, row); nextAnchor++) {
      const { ledger, balance: declared } = anchors[nextAnchor]!
      state(ledger, declared)
    }
  }

  function pass(row: number, ledger: number, change: number): void {
    if (!ledgers.covered[ledger] || ledgers.openingFrom[ledger] !== OPENING_UNKNOWN) return
    const isReversed = (rows.flags[row]! & REVERSED) !== 0 && pairs.isWhole(row, ledger)
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
