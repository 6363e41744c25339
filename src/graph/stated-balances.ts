import { trailStart } from './balance-trail.js'
import { type LedgerTable, OPENING_DECLARED } from './ledger-table.js'
import { forEachInstant, type Tie, TieFinder } from './ties.js'
import type { TransferRows } from './transfer-rows.js'

/** What a row states of the balance of one of its two ledgers right after it, NaN where nothing. */
export function statedBalance(rows: TransferRows, row: number, ledger: number): number {
  const column = rows.fromLedger[row] === ledger ? rows.fromBalance : rows.toBalance
  return column === undefined ? Number.NaN : column[row]!
}

/** By how much a row changes one of its two ledgers. */
function changeOf(rows: TransferRows, row: number, ledger: number): number {
  return rows.fromLedger[row] === ledger ? -rows.amount[row]! : rows.amount[row]!
}

/** The rows of a tie that state a balance: their positions, and the balances before and after each. */
export function statingRows(rows: TransferRows, instant: Int32Array, { ledger, positions }: Tie) {
  const stating: number[] = []
  const before: number[] = []
  const after: number[] = []
  for (const position of positions) {
    const row = instant[position]!
    const balance = statedBalance(rows, row, ledger)
    if (Number.isNaN(balance)) continue
    stating.push(position)
    before.push(balance - changeOf(rows, row, ledger))
    after.push(balance)
  }
  return { stating, before, after }
}

/** The balance of each ledger as far as rows have stated it, going forward; what follows unstated is added up. */
export class BalancesBehind {
  readonly #balance: Float64Array
  readonly #rows: TransferRows

  constructor(rows: TransferRows, ledgers: LedgerTable) {
    this.#rows = rows
    this.#balance = Float64Array.from(ledgers.opening, (opening, ledger) =>
      ledgers.openingFrom[ledger] === OPENING_DECLARED ? opening : Number.NaN,
    )
  }

  get(ledger: number): number | undefined {
    return defined(this.#balance[ledger]!)
  }

  pass(row: number): void {
    for (const ledger of [this.#rows.fromLedger[row]!, this.#rows.toLedger[row]!]) {
      const stated = statedBalance(this.#rows, row, ledger)
      const change = changeOf(this.#rows, row, ledger)
      this.#balance[ledger] = Number.isNaN(stated) ? this.#balance[ledger]! + change : stated
    }
  }
}

/** The balance at which an account rests between circles, and whether it could be no other. */
export interface Resting {
  balance: number
  certain: boolean
}

/**
 * The balance that each ledger must have after the circles of its first instants, as the rows behind them state it:
 * where a file begins with a circle (100 in, 100 out) nothing before it tells where the circle begins, but what comes
 * after it does. By position of the instant and ledger.
 */
export function balancesAhead(
  order: Int32Array,
  rows: TransferRows,
  ledgers: LedgerTable,
): (start: number, ledger: number) => Resting | undefined {
  const finder = new TieFinder(rows, ledgers)
  /** The balance right before the entries of a ledger that were passed so far, going backwards. */
  const next = new Float64Array(ledgers.size).fill(Number.NaN)
  const found = new Map<string, Resting>()
  /** By ledger: circles one behind the other, and the balances that all of them pass; the account rests at one. */
  const circles = new Map<number, { starts: number[]; shared: Set<number> }>()
  forEachInstant(order, rows, 'backwards', (start, end) => {
    const tied = new Set<number>()
    if (end - start > 1) {
      const instant = order.subarray(start, end)
      for (const tie of finder.find(instant)) {
        tied.add(tie.ledger)
        passTie(instant, tie, start)
      }
    }
    for (let at = start; at < end; at++) {
      const row = order[at]!
      for (const ledger of [rows.fromLedger[row]!, rows.toLedger[row]!]) {
        if (tied.has(ledger)) continue
        const stated = statedBalance(rows, row, ledger)
        next[ledger] = (Number.isNaN(stated) ? next[ledger]! : stated) - changeOf(rows, row, ledger)
        circles.delete(ledger)
      }
    }
  })
  for (const [ledger, { starts, shared }] of circles) {
    // Of several the lowest that is no overdraft: any of them leaves no gap, but the order stays undecided.
    const [balance, ...others] = [...shared].sort((a, b) => Number(a < 0) - Number(b < 0) || a - b)
    if (balance === undefined) continue
    for (const start of starts) found.set(`${start} ${ledger}`, { balance, certain: others.length === 0 })
  }
  return (start, ledger) => found.get(`${start} ${ledger}`)

  function passTie(instant: Int32Array, tie: Tie, start: number): void {
    const { ledger, positions } = tie
    const { stating, before, after } = statingRows(rows, instant, tie)
    if (stating.length === 0) {
      for (const position of positions) next[ledger]! -= changeOf(rows, instant[position]!, ledger)
      circles.delete(ledger)
      return
    }
    const first = stating.length === positions.length ? trailStart(before, after) : undefined
    if (first !== 'closed') {
      next[ledger] = first ?? Number.NaN
      circles.delete(ledger)
    } else if (!Number.isNaN(next[ledger]!)) {
      found.set(`${start} ${ledger}`, { balance: next[ledger]!, certain: true })
    } else {
      const run = circles.get(ledger)
      const passed = new Set(before)
      const shared = new Set([...(run?.shared ?? passed)].filter((balance) => passed.has(balance)))
      circles.set(ledger, { starts: run?.starts ?? [], shared })
      circles.get(ledger)?.starts.push(start)
    }
  }
}

function defined(balance: number): number | undefined {
  return Number.isNaN(balance) ? undefined : balance
}
