import { FundtrailError } from '../../errors.js'
import type { Between } from '../types.js'
import {
  type Arrival,
  type Books,
  type BooksContext,
  MIXED,
  type OriginVisitor,
  type Piece,
  type Taken,
} from './books.js'
import { Hops } from './hops.js'
import { MixingLog } from './mixing-log.js'
import type { Lot, Pool, PoolRule } from './pool.js'

const NONE = -1
/** How many debits are looked at ahead before the search is put off until their turn has come. */
const SEARCH = 64

/** The money of one ledger, and where the trace stands in it. */
interface LedgerPool extends Pool {
  ledger: number
  /** Where a claim has one lot: that lot. */
  byClaim: Map<number, Lot>
  /** The places, on both axes, of the first entries that are not yet past. */
  credit: number
  debit: number
  /** The debit that is awaited: those before it take nothing of the claims. NONE where none will. */
  awaited: number
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
  readonly #context: BooksContext
  readonly #take: PoolRule['take']
  readonly #spares: PoolRule['spares']
  readonly #pools = new Map<number, LedgerPool>()
  readonly #hops = new Hops()
  readonly #log: MixingLog
  /** What each debit took, where lots are kept apart. */
  readonly #taken = new Map<number, Taken[]>()

  constructor(context: BooksContext, { take, spares }: PoolRule, mixing: Between) {
    this.#context = context
    this.#take = take
    this.#spares = spares
    this.mixes = mixing === 'pro-rata'
    this.#log = new MixingLog(context.data.entries.rank)
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
        if (this.mixes) this.#log.take(ledger, claim, debit, amount)
        else lot.from += amount
        lot.amount -= amount
        pool.claimed -= amount
      }
      offset += amount
    }
    if (this.mixes) removeEmpty(pool)
    else removeUsedUp(pool)
    if (!this.mixes && taken.length > 0) this.#taken.set(debit, taken)
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
      const ledger = this.#context.data.rows.fromLedger[debit]!
      this.#log.compose(ledger, piece.claim, debit, piece.length, visit)
      return
    }
    const end = piece.offset + piece.length
    for (const { offset, length, claim, credit, from, hop } of this.#taken.get(debit) ?? []) {
      const start = Math.max(offset, piece.offset)
      const stop = Math.min(offset + length, end)
      if (claim === piece.claim && start < stop) visit(credit, from + start - offset, stop - start, hop)
    }
  }

  restOrigins(ledger: number, claim: number, length: number, visit: OriginVisitor): void {
    this.#log.compose(ledger, claim, undefined, length, visit)
  }

  /** The parts of a credit in the order in which they come, own money too, without what repays an overdraft. */
  #parts(credit: number, pieces: readonly Piece[], repaid: number, arrival: Arrival): Part[] {
    const parts = partsOf(pieces, this.#context.data.rows.amount[credit]!)
    if (repaid === 0) return parts
    const { pool, members } = this.#poolOfParts(parts)
    for (const { lot, amount } of this.#take(pool, repaid)) {
      let missing = amount
      for (const part of members.get(lot) ?? []) {
        const gone = Math.min(missing, part.length)
        if (gone === 0) continue
        missing -= gone
        part.length -= gone
        if (part.piece === undefined) continue
        arrival.repaid({ ...part.piece, length: gone })
        part.piece = { ...part.piece, offset: part.piece.offset + gone, length: part.length }
      }
    }
    return parts.filter(({ length }) => length > 0)
  }

  /** A credit's parts as a pool of their own, and which parts each of its lots stands for. */
  #poolOfParts(parts: Part[]): { pool: Pool; members: Map<Lot | undefined, Part[]> } {
    const pool = emptyPool()
    const members = new Map<Lot | undefined, Part[]>()
    const byClaim = new Map<number, Lot>()
    for (const part of parts) {
      let lot: Lot | undefined
      if (part.piece === undefined) {
        addOwn(pool, part.length)
      } else {
        const { claim, level } = part.piece
        lot = this.mixes ? byClaim.get(claim) : undefined
        if (lot === undefined) {
          lot = { claim, amount: 0, credit: -1, from: MIXED, level }
          byClaim.set(claim, lot)
          pool.lots.push(lot)
        }
        lot.amount += part.length
        pool.claimed += part.length
      }
      const known = members.get(lot)
      if (known === undefined) members.set(lot, [part])
      else known.push(part)
    }
    return { pool, members }
  }

  #put(pool: LedgerPool, credit: number, { claim, offset, length, level }: Piece): void {
    pool.claimed += length
    if (!this.mixes) {
      pool.lots.push({ claim, amount: length, credit, from: offset, level })
      return
    }
    this.#log.put(pool.ledger, claim, credit, offset, length, level)
    const lot = pool.byClaim.get(claim)
    if (lot !== undefined) {
      lot.amount += length
      return
    }
    const made: Lot = { claim, amount: length, credit, from: MIXED, level }
    pool.byClaim.set(claim, made)
    pool.lots.push(made)
  }

  /** Finds the next debit, from a place on, that may take of the claims' money, as things stand. */
  #awaitNext(pool: LedgerPool, from: number): void {
    const { data, isBeyond } = this.#context
    const { credits, debits, rank } = data.entries
    const { ledger, claimed } = pool
    const lastDebit = debits.from[ledger + 1]!
    const lastCredit = credits.from[ledger + 1]!
    let credit = pool.credit
    pool.awaited = NONE
    // A credit makes the search begin again, so it goes only so far at a time.
    const pause = from + SEARCH
    for (let place = from; place < lastDebit; place++) {
      const debit = debits.rows[place]!
      while (credit < lastCredit && rank[credits.rows[credit]!]! < rank[debit]!) credit++
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
        byClaim: new Map(),
        credit: credits.from[ledger]!,
        debit: debits.from[ledger]!,
        awaited: NONE,
      }
      this.#pools.set(ledger, pool)
    }
    return pool
  }
}

/** A part of a credit: a claim's piece, or own money. */
interface Part {
  piece: Piece | undefined
  length: number
}

function partsOf(pieces: readonly Piece[], amount: number): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const piece of pieces) {
    if (piece.offset > at) parts.push({ piece: undefined, length: piece.offset - at })
    parts.push({ piece, length: piece.length })
    at = piece.offset + piece.length
  }
  if (amount > at) parts.push({ piece: undefined, length: amount - at })
  return parts
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

function emptyPool(): Pool {
  return { own: 0, ownPlace: 0, lots: [], first: 0, claimed: 0 }
}

/**
 * Own money that came since the last entry that was looked at is younger than all that was there then. Debits that were
 * passed over took own money only and, where its age matters, never the last of it.
 */
function settleOwn(pool: LedgerPool, balance: number): void {
  const own = Math.max(0, balance) - pool.claimed
  if (own < 0) throw new FundtrailError('internal', `ledger ${pool.ledger}: more traced money than balance`)
  if (pool.own === 0 || pool.claimed === 0) pool.ownPlace = pool.lots.length
  pool.own = own
}

function addOwn(pool: Pool, amount: number): void {
  if (pool.own === 0) pool.ownPlace = pool.lots.length
  pool.own += amount
}

function removeUsedUp(pool: Pool): void {
  while (pool.first < pool.lots.length && pool.lots[pool.first]!.amount === 0) pool.first++
  if (pool.first * 2 <= pool.lots.length) return
  pool.lots.splice(0, pool.first)
  pool.first = 0
}

/** Proportional shares may use up any lot. */
function removeEmpty(pool: LedgerPool): void {
  const { lots, ownPlace, byClaim } = pool
  if (lots.every(({ amount }) => amount > 0)) return
  pool.lots = lots.filter(({ amount }) => amount > 0)
  lots.forEach(({ claim, amount }, place) => {
    if (amount > 0) return
    byClaim.delete(claim)
    if (place < ownPlace) pool.ownPlace--
  })
}
