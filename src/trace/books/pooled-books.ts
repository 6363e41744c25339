import type { Between } from '../types.js'
import {
  type Arrival,
  type Books,
  type BooksContext,
  MIXED,
  type OriginVisitor,
  type Piece,
  type Taken,
  type Wanted,
} from './books.js'
import { type Part, partsOf, repayFrom } from './credit-parts.js'
import { Hops } from './hops.js'
import { MixingLog } from './mixing-log.js'
import { addOwn, emptyPool, type Lot, type Pool, removeEmpty, removeUsedUp, settleOwn } from './pool.js'
import type { PoolRule } from './takes.js'

const NONE = -1
/** How many debits are looked at ahead before the search is put off until their turn has come. */
const SEARCH = 64

/** The money of one ledger, and where the trace stands in it. */
interface LedgerPool extends Pool {
  ledger: number
  /** The places, on both axes, of the first entries that are not yet past. */
  credit: number
  debit: number
  /** The debit that is awaited: those before it take nothing of the claims. NONE where none will. */
  awaited: number
}

/** All of a claim's money in an account. */
interface MixedLot extends Lot {
  readonly log: MixingLog
}

/**
 * Books for the rules that depend on whose money an account holds. A ledger is replayed from the first traced credit on
 * and only while a claim has money in it, debit by debit: the credits in between are known by their sum.
 *
 * `mixing` says how claims are kept: 'pro-rata' as one lot a claim, 'fifo' as one lot a piece, so that each keeps its
 * age.
 */
export class PooledBooks implements Books {
  readonly mixes: boolean
  readonly reverses = false
  readonly #context: BooksContext
  readonly #take: PoolRule['take']
  readonly #spares: PoolRule['spares']
  readonly #pools = new Map<number, LedgerPool>()
  readonly #hops: Hops
  /** Where a claim has one lot an account: that lot by ledger and claim, empty ones too. */
  readonly #mixed = new Map<number, MixedLot>()
  /** What each debit took, where lots are kept apart. */
  readonly #taken = new Map<number, Taken[]>()

  constructor(context: BooksContext, { take, spares }: PoolRule, mixing: Between) {
    this.#context = context
    this.#take = take
    this.#spares = spares
    this.mixes = mixing === 'pro-rata'
    this.#hops = new Hops(context.claims)
  }

  reach(account: number, pieces: readonly Piece[]): void {
    this.#hops.note(account, pieces)
  }

  credit(credit: number, pieces: readonly Piece[], repaid: number, arrival: Arrival): void {
    const pool = this.#poolOf(this.#context.data.rows.toLedger[credit]!)
    settleOwn(pool, this.#balanceBefore(pool, credit))
    for (const { piece, length } of this.#parts(credit, pieces, repaid, arrival)) {
      if (piece !== undefined && arrival.stays(piece)) this.#put(pool, credit, piece)
      else addOwn(pool, length)
    }
    // An earlier debit may take of what has come now.
    if (pool.claimed > 0) this.#awaitNext(pool, pool.debit)
  }

  debit(debit: number): Taken[] {
    const { rows, ledgers } = this.#context.data
    const ledger = rows.fromLedger[debit]!
    const pool = this.#pools.get(ledger)
    if (pool === undefined || pool.awaited !== debit) return []
    const account = ledgers.account[ledger]!
    settleOwn(pool, this.#balanceBefore(pool, debit))
    const taken: Taken[] = []
    let offset = 0
    for (const { lot, amount } of this.#take(pool, rows.amount[debit]!)) {
      if (lot === undefined) {
        pool.own -= amount
      } else if (amount > 0) {
        const { claim, credit, from, level } = lot
        taken.push({
          offset,
          length: amount,
          claim,
          level: this.#hops.onward(account, claim),
          credit,
          from,
          hop: level,
        })
        if (this.mixes) this.#mixedLot(ledger, claim).log.take(debit, amount)
        else lot.from += amount
        lot.amount -= amount
        pool.claimed -= amount
      }
      offset += amount
    }
    if (this.mixes) {
      removeEmpty(pool)
    } else {
      removeUsedUp(pool)
      if (taken.length > 0) this.#taken.set(debit, taken)
    }
    if (pool.claimed > 0) this.#awaitNext(pool, pool.debit + 1)
    return taken
  }

  close(): void {
    for (const { lots, first } of this.#pools.values()) {
      for (let place = first; place < lots.length; place++) {
        const { claim, amount, credit, from, level } = lots[place]!
        this.#context.rest(credit, from, amount, { offset: from, length: amount, claim, level })
      }
    }
  }

  origins(debit: number, piece: Piece, visit: OriginVisitor): void {
    if (this.mixes) {
      const { rows, entries } = this.#context.data
      const { log } = this.#mixedLot(rows.fromLedger[debit]!, piece.claim)
      log.compose([{ before: debit, amount: piece.length }], entries.rank, visit)
      return
    }
    const end = piece.offset + piece.length
    for (const { offset, length, claim, credit, from, hop } of this.#taken.get(debit) ?? []) {
      const start = Math.max(offset, piece.offset)
      const stop = Math.min(offset + length, end)
      if (claim === piece.claim && start < stop) visit(credit, from + start - offset, stop - start, hop)
    }
  }

  mainRoute(row: number, claim: number, level: number): number {
    if (!this.mixes || level === 1) return 1
    const { rows, entries } = this.#context.data
    return this.#mixedLot(rows.fromLedger[row]!, claim).log.mainRouteBefore(entries.rank, row)
  }

  mixedOrigins(ledger: number, claim: number, wanted: readonly Wanted[], visit: OriginVisitor): void {
    this.#mixedLot(ledger, claim).log.compose(wanted, this.#context.data.entries.rank, visit)
  }

  #parts(credit: number, pieces: readonly Piece[], repaid: number, arrival: Arrival): Part[] {
    const parts = partsOf(pieces, this.#context.data.rows.amount[credit]!)
    if (repaid === 0) return parts
    const { gone, left } = repayFrom(parts, repaid, this.#take, this.mixes)
    gone.forEach(arrival.repaid)
    return left
  }

  #put(pool: LedgerPool, credit: number, { claim, offset, length, level }: Piece): void {
    pool.claimed += length
    if (!this.mixes) {
      pool.lots.push({ claim, amount: length, credit, from: offset, level })
      return
    }
    const lot = this.#mixedLot(pool.ledger, claim)
    lot.log.put(credit, offset, length, level, this.mainRoute(credit, claim, level))
    if (lot.amount === 0) {
      lot.credit = credit
      lot.level = level
      pool.lots.push(lot)
    }
    lot.amount += length
  }

  #mixedLot(ledger: number, claim: number): MixedLot {
    const key = ledger * this.#context.claims + claim
    let lot = this.#mixed.get(key)
    if (lot === undefined) {
      lot = { claim, amount: 0, credit: NONE, from: MIXED, level: 0, log: new MixingLog() }
      this.#mixed.set(key, lot)
    }
    return lot
  }

  /** Finds the next debit, from a place on, that may take of the claims' money, as things stand. */
  #awaitNext(pool: LedgerPool, from: number): void {
    const { data, isBeyond } = this.#context
    const { credits, debits, rank } = data.entries
    const { ledger, claimed } = pool
    const lastDebit = debits.from[ledger + 1]!
    const lastCredit = credits.from[ledger + 1]!
    let { credit } = pool
    pool.awaited = NONE
    // A credit makes the search begin again, so it goes only so far at a time.
    const pause = from + SEARCH
    for (let place = from; place < lastDebit; place++) {
      const debit = debits.rows[place]!
      credit = passBy(credits.rows, rank, credit, lastCredit, rank[debit]!)
      const balance = credits.reachedAt(ledger, credit) - debits.reachedAt(ledger, place)
      const own = Math.max(0, balance) - claimed
      if (place < pause && this.#spares(own, claimed, data.rows.amount[debit]!)) continue
      if (isBeyond(debit)) return
      pool.awaited = debit
      this.#context.await(debit)
      return
    }
  }

  /** The balance of a ledger just before a row; moves the pool's places there, which only go forwards. */
  #balanceBefore(pool: LedgerPool, row: number): number {
    const { credits, debits, rank } = this.#context.data.entries
    const { ledger } = pool
    const until = rank[row]!
    pool.credit = passBy(credits.rows, rank, pool.credit, credits.from[ledger + 1]!, until)
    pool.debit = passBy(debits.rows, rank, pool.debit, debits.from[ledger + 1]!, until)
    return credits.reachedAt(ledger, pool.credit) - debits.reachedAt(ledger, pool.debit)
  }

  #poolOf(ledger: number): LedgerPool {
    let pool = this.#pools.get(ledger)
    if (pool === undefined) {
      const { credits, debits } = this.#context.data.entries
      pool = {
        ...emptyPool(),
        ledger,
        credit: credits.from[ledger]!,
        debit: debits.from[ledger]!,
        awaited: NONE,
      }
      this.#pools.set(ledger, pool)
    }
    return pool
  }
}

/** The first place from `from` on whose row is not before a rank; near places are found first (Bentley and Yao 1976). */
function passBy(rows: Int32Array, rank: Int32Array, from: number, end: number, until: number): number {
  let low = from
  let high = from
  for (let step = 1; high < end && rank[rows[high]!]! < until; step *= 2) {
    low = high + 1
    high += step
  }
  high = Math.min(high, end)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rank[rows[middle]!]! < until) low = middle + 1
    else high = middle
  }
  return low
}
