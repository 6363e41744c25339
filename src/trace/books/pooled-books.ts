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
import { MixingLog } from './mixing-log.js'
import type { Lot, Pool, Take } from './pool.js'

/** The money of one ledger, and where the trace stands in it. */
interface LedgerPool extends Pool {
  ledger: number
  /** Where a claim has one lot: that lot. */
  byClaim: Map<number, Lot>
  /** The place, on the axis of debits, of the debit that is awaited; -1 where none is. */
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
  readonly #take: Take
  readonly #pools = new Map<number, LedgerPool>()
  /** By account and claim: the least hop at which the claim's money had come. */
  readonly #hops = new Map<number, Map<number, number>>()
  readonly #log: MixingLog
  /** What each debit took, where lots are kept apart. */
  readonly #taken = new Map<number, Taken[]>()

  constructor(context: BooksContext, take: Take, mixing: Between) {
    this.#context = context
    this.#take = take
    this.mixes = mixing === 'pro-rata'
    this.#log = new MixingLog(context.data.entries.rank)
  }

  credit(credit: number, pieces: readonly Piece[], repaid: number, arrival: Arrival): void {
    const { rows, ledgers, entries } = this.#context.data
    const ledger = rows.toLedger[credit]!
    this.#noteHops(ledgers.account[ledger]!, pieces)
    const pool = this.#poolOf(ledger)
    settleOwn(pool, entries.balanceBefore(ledger, credit))
    for (const { piece, length } of this.#parts(credit, pieces, repaid, arrival)) {
      if (piece !== undefined && arrival.stays(piece)) this.#put(pool, credit, piece)
      else addOwn(pool, length)
    }
    if (pool.claimed > 0 && pool.awaited < 0) {
      const rank = entries.rank[credit]!
      this.#await(
        pool,
        entries.debits.firstWhere(ledger, (debit) => entries.rank[debit]! > rank),
      )
    }
  }

  debit(debit: number): Taken[] {
    const { rows, ledgers, entries } = this.#context.data
    const ledger = rows.fromLedger[debit]!
    const pool = this.#pools.get(ledger)
    if (pool === undefined || pool.claimed === 0) return []
    const hops = this.#hops.get(ledgers.account[ledger]!)!
    settleOwn(pool, entries.balanceBefore(ledger, debit))
    const taken: Taken[] = []
    let offset = 0
    for (const { lot, amount } of this.#take(pool, rows.amount[debit]!)) {
      if (lot === undefined) {
        pool.own -= amount
      } else if (amount > 0) {
        const { claim, credit, from, level } = lot
        taken.push({ offset, length: amount, claim, level: hops.get(claim)! + 1, credit, from, hop: level })
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
    const { awaited } = pool
    pool.awaited = -1
    if (pool.claimed > 0) this.#await(pool, awaited + 1)
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

  #noteHops(account: number, pieces: readonly Piece[]): void {
    let hops = this.#hops.get(account)
    if (hops === undefined) {
      hops = new Map()
      this.#hops.set(account, hops)
    }
    for (const { claim, level } of pieces) {
      const known = hops.get(claim)
      if (known === undefined || level < known) hops.set(claim, level)
    }
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

  #await(pool: LedgerPool, place: number): void {
    const { debits } = this.#context.data.entries
    if (place >= debits.from[pool.ledger + 1]! || this.#context.isBeyond(debits.rows[place]!)) return
    pool.awaited = place
    this.#context.await(debits.rows[place]!)
  }

  #poolOf(ledger: number): LedgerPool {
    let pool = this.#pools.get(ledger)
    if (pool === undefined) {
      pool = { ...emptyPool(), ledger, byClaim: new Map(), awaited: -1 }
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

function emptyPool(): Pool {
  return { own: 0, ownPlace: 0, lots: [], first: 0, claimed: 0 }
}

/** Own money that came since the last entry that was looked at is younger than all that was there then. */
function settleOwn(pool: LedgerPool, balance: number): void {
  const own = Math.max(0, balance) - pool.claimed
  // While no claim had money here, nobody looked.
  if (pool.claimed === 0) pool.own = 0
  if (own < pool.own) throw new FundtrailError('internal', `ledger ${pool.ledger}: more traced money than balance`)
  addOwn(pool, own - pool.own)
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
