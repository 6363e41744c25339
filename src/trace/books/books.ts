import type { GraphData } from '../../graph/graph-data.js'
import type { Between } from '../types.js'

/** A stretch of a transfer's amount that is one claim's: [offset, offset + length), in minor units. */
export interface Piece {
  offset: number
  length: number
  /** Index of the claim. */
  claim: number
  /** The hop of the transfer for this money: 1 for a claim's own transfer. */
  level: number
}

/** A claim's money that a debit takes from an account: a piece of that debit, and how it had come to the account. */
export interface Taken extends Piece {
  /** The credit that brought it; the oldest of them where several are mixed. */
  credit: number
  /** Where in that credit it stands; MIXED where it comes from several. */
  from: number
  /** Its hop in that credit. */
  hop: number
}

/** Stands for the place in a credit of money that is a mixture of several. */
export const MIXED = -1

/** What a trace knows, for the books that it keeps. */
export interface BooksContext {
  readonly data: GraphData
  readonly between: Between
  /** How many claims there are. */
  readonly claims: number
  /** Whether a row is past the end of the trace. */
  isBeyond(row: number): boolean
  /** Asks to be given this debit when its turn comes. */
  await(debit: number): void
  /** Says that a claim's money which `credit` brought is never taken. */
  rest(credit: number, from: number, length: number, piece: Piece): void
}

/** Some of a mixture: of what was there just before a row, or in the end where there is none. */
export interface Wanted {
  before: number | undefined
  amount: number
}

/** Calls back for each part of some money: the credit that brought it, where it stands there, and its hop there. */
export type OriginVisitor = (credit: number, from: number, length: number, level: number) => void

/** What becomes of the pieces of a credit when it comes. */
export interface Arrival {
  /** A piece repaid an overdraft and is gone. */
  repaid(piece: Piece): void
  /** Whether a piece stays in the account; where not, it has ended, and its place is taken by own money. */
  stays(piece: Piece): boolean
}

/**
 * Who owns what is in each account, kept entry by entry in the total order. Only traced money is booked; what else an
 * account holds follows from its balance.
 */
export interface Books {
  /** Whether a claim's money in an account is one mixture, so that what came by one credit is asked about once. */
  readonly mixes: boolean
  /** Whether what a credit brought leaves with its last part first, so that a part stands in a debit the other way round. */
  readonly reverses: boolean
  /** Traced money comes to an account, whatever becomes of it there. */
  reach(account: number, pieces: readonly Piece[]): void
  /** Traced money comes to a ledger, and the first or the last of the credit repays an overdraft. */
  credit(credit: number, pieces: readonly Piece[], repaid: number, arrival: Arrival): void
  /** What traced money a debit takes, in the order in which it leaves. Asked once, in its turn. */
  debit(debit: number): Taken[]
  /** No further entry comes: what is still booked rests. */
  close(): void
  /** Where a piece of a debit came from. */
  origins(debit: number, piece: Piece, visit: OriginVisitor): void
  /** How much of a claim's money in a transfer came by the route that brought the most, as a fraction; 1 if not known. */
  mainRoute(row: number, claim: number, level: number): number
  /** Where amounts of a claim's mixed money on a ledger came from. */
  mixedOrigins(ledger: number, claim: number, wanted: readonly Wanted[], visit: OriginVisitor): void
}
