import { Axis } from './axis.js'
import { type Matching, matchBrackets } from './bracket-matching.js'
import { layAxes, Openings } from './lay-axes.js'
import type { LedgerTable } from './ledger-table.js'
import type { PseudoEntries } from './reconcile.js'
import { REVERSED, type TransferRows } from './transfer-rows.js'

/**
 * Every ledger's credits and debits in the total order, each side on its axis of money. First in, first out pays each
 * coordinate of the debits from the same coordinate of the credits, and an overdraft is a debit that runs ahead of the
 * credits.
 */
export class LedgerEntries {
  readonly credits: Axis
  readonly debits: Axis
  /** The total order: accepted records and pseudo-entries. */
  readonly order: Int32Array
  /** By row: its place in the total order. */
  readonly rank: Int32Array
  /** By ledger: 1 where a credit ever found it overdrawn; absent where the openings explain every debit. */
  readonly #overdrawn: Uint8Array | undefined
  readonly #inOrder: boolean
  readonly #rows: TransferRows
  readonly #openings: Float64Array
  /** By ledger, made when first asked for: it costs the whole ledger, and few are. */
  readonly #brackets = new Map<number, Matching>()

  constructor(records: Int32Array, pseudo: PseudoEntries, rows: TransferRows, ledgers: LedgerTable) {
    this.#rows = rows
    this.order = withPseudo(records, pseudo, rows)
    const { opening, size } = ledgers
    this.#openings = opening
    const openings = { credits: new Openings(opening, 'credits'), debits: new Openings(opening, 'debits') }
    const { credits, debits } = layAxes(this.order, rows, size, openings)
    this.credits = new Axis(credits, rows.amount, openings.credits)
    this.debits = new Axis(debits, rows.amount, openings.debits)
    // Where the records came in order, rank and order are the same numbers.
    this.#inOrder = isIdentity(this.order, rows.size)
    this.rank = this.#inOrder ? this.order : ranks(this.order, rows.size)
    if (!pseudo.explained) this.#overdrawn = overdrawnOf(this.order, rows, opening.slice(0, size))
  }

  /** The place of a row in the total order, and the row at a place: most often the same, and then without a look. */
  rankOf(row: number): number {
    return this.#inOrder ? row : this.rank[row]!
  }

  rowAt(rank: number): number {
    return this.#inOrder ? rank : this.order[rank]!
  }

  /** How much of a credit repays what earlier debits had overdrawn. */
  repaidBy(ledger: number, credit: number): number {
    if (this.#overdrawn === undefined || this.#overdrawn[ledger] === 0) return 0
    const rank = this.rank[credit]!
    const place = this.debits.firstWhere(ledger, (debit) => this.rank[debit]! >= rank)
    return Math.max(0, this.debits.reachedAt(ledger, place) - this.credits.start(credit))
  }

  /** Which debit takes back which part of which credit of a ledger, the newest money first. */
  brackets(ledger: number): Matching {
    let matching = this.#brackets.get(ledger)
    if (matching === undefined) {
      matching = matchBrackets(ledger, this, this.#rows, this.#openings[ledger]!)
      this.#brackets.set(ledger, matching)
    }
    return matching
  }

  /** The balance of a ledger just before a row. */
  balanceBefore(ledger: number, row: number): number {
    const before = this.rank[row]!
    const isNotBefore = (other: number) => this.rank[other]! >= before
    const credited = this.credits.reachedAt(ledger, this.credits.firstWhere(ledger, isNotBefore))
    return credited - this.debits.reachedAt(ledger, this.debits.firstWhere(ledger, isNotBefore))
  }

  /** The balance of a ledger after everything up to an instant. */
  balanceAt(ledger: number, ms: number, sub: number): number {
    const { credits, debits } = this
    if (this.isEnd(ms, sub)) {
      const credited = credits.reachedAt(ledger, credits.from[ledger + 1]!)
      return credited - debits.reachedAt(ledger, debits.from[ledger + 1]!)
    }
    const isLater = (row: number) => this.#rows.isAfter(row, ms, sub)
    const credited = credits.reachedAt(ledger, credits.firstWhere(ledger, isLater))
    return credited - debits.reachedAt(ledger, debits.firstWhere(ledger, isLater))
  }

  /** Whether no entry of any ledger comes after an instant. */
  isEnd(ms: number, sub: number): boolean {
    const { order } = this
    return order.length === 0 || !this.#rows.isAfter(order[order.length - 1]!, ms, sub)
  }

  /** The last entry of a ledger up to an instant, -1 where there is none. */
  lastEntry(ledger: number, ms: number, sub: number): number {
    const isLater = (row: number) => this.#rows.isAfter(row, ms, sub)
    const [credit, debit] = [this.credits, this.debits].map((axis) => {
      const place = axis.firstWhere(ledger, isLater)
      return place === axis.from[ledger] ? -1 : axis.rows[place - 1]!
    }) as [number, number]
    if (credit < 0 || debit < 0) return Math.max(credit, debit)
    return this.rank[credit]! > this.rank[debit]! ? credit : debit
  }

  /** Whether a ledger has any entry. */
  hasEntries(ledger: number): boolean {
    const isEmpty = ({ from }: Axis) => from[ledger] === from[ledger + 1]
    return !isEmpty(this.credits) || !isEmpty(this.debits)
  }

  /** The entries of a ledger in order, credits and debits. */
  *of(ledger: number): IterableIterator<number> {
    const { credits, debits, rank } = this
    let credit = credits.from[ledger]!
    let debit = debits.from[ledger]!
    const lastCredit = credits.from[ledger + 1]!
    const lastDebit = debits.from[ledger + 1]!
    while (credit < lastCredit || debit < lastDebit) {
      const takesCredit =
        debit === lastDebit || (credit < lastCredit && rank[credits.rows[credit]!]! < rank[debits.rows[debit]!]!)
      yield takesCredit ? credits.rows[credit++]! : debits.rows[debit++]!
    }
  }
}

function isIdentity(order: Int32Array, size: number): boolean {
  if (order.length !== size) return false
  for (let rank = 0; rank < size; rank++) if (order[rank] !== rank) return false
  return true
}

function ranks(order: Int32Array, size: number): Int32Array {
  const result = new Int32Array(size)
  for (let rank = 0; rank < order.length; rank++) result[order[rank]!] = rank
  return result
}

/** By ledger: 1 where a credit ever finds it overdrawn. Uses `balance`, which comes as the openings. */
function overdrawnOf(order: Int32Array, rows: TransferRows, balance: Float64Array): Uint8Array {
  const overdrawn = new Uint8Array(balance.length)
  const { fromLedger, toLedger, amount } = rows
  for (let rank = 0; rank < order.length; rank++) {
    const row = order[rank]!
    const from = fromLedger[row]!
    const to = toLedger[row]!
    if (from >= 0) balance[from]! -= amount[row]!
    if (to < 0) continue
    if (balance[to]! < 0) overdrawn[to] = 1
    balance[to]! += amount[row]!
  }
  return overdrawn
}

/** The records that count, with each pseudo-entry just before its position. */
function withPseudo(records: Int32Array, pseudo: PseudoEntries, rows: TransferRows): Int32Array {
  if (pseudo.rows.length === 0 && (rows.everFlagged & REVERSED) === 0) return records
  const order = new Int32Array(records.length + pseudo.rows.length)
  let length = 0
  let next = 0
  for (let position = 0; position <= records.length; position++) {
    for (; next < pseudo.rows.length && pseudo.positions[next] === position; next++)
      order[length++] = pseudo.rows[next]!
    if (position === records.length) break
    const row = records[position]!
    if ((rows.flags[row]! & REVERSED) === 0) order[length++] = row
  }
  return order.subarray(0, length)
}
