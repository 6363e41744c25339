import type { GraphData } from '../../graph/graph-data.js'
import type { Arrival, Books, BooksContext, OriginVisitor, Piece, Taken } from './books.js'

/**
 * Which debit pays out which part of which credit, where the records alone decide that, whoever's money it is. Both
 * directions visit the parts of a stretch [start, start + length) one after another.
 */
export interface StaticMap {
  /** What becomes of a stretch of a credit on its ledger. */
  spread(data: GraphData, credit: number, start: number, length: number, visit: StretchVisitor): void
  /** Where a stretch of a debit came from on its ledger: the same map reversed. */
  gather(data: GraphData, debit: number, start: number, length: number, visit: StretchVisitor): void
  /** Whether what repays an overdraft is the first of a credit to arrive, or the last. */
  readonly repays: 'first' | 'last'
  /** Whether a stretch stands in a debit the other way round. */
  readonly reverses: boolean
}

/**
 * `row` is the debit that pays a part out, or the credit that brought it; `start` is the part's place in that row, `at`
 * its place in the row asked about. Row -1 stands for none: the money stays, or was there before the first row.
 */
export type StretchVisitor = (row: number, start: number, length: number, at: number) => void

/** Books for a rule that needs no replay: every piece is passed on to its debits as soon as it comes. */
export class StaticBooks implements Books {
  readonly mixes = false
  readonly reverses: boolean
  readonly #context: BooksContext
  readonly #map: StaticMap
  /** What is known to leave by a debit whose turn has not come. */
  readonly #leaving = new Map<number, Taken[]>()

  constructor(context: BooksContext, map: StaticMap) {
    this.#context = context
    this.#map = map
    this.reverses = map.reverses
  }

  reach(): void {}

  credit(credit: number, pieces: readonly Piece[], repaid: number, arrival: Arrival): void {
    let left = pieces
    if (repaid > 0) {
      const from = this.#map.repays === 'first' ? 0 : this.#context.data.rows.amount[credit]! - repaid
      const parted = cutOut(pieces, from, from + repaid)
      parted.gone.forEach(arrival.repaid)
      left = parted.left
    }
    for (const piece of left) if (arrival.stays(piece)) this.#passOn(credit, piece)
  }

  /** Splits a piece over the debits that pay it out; what none pays out rests. */
  #passOn(credit: number, piece: Piece): void {
    this.#map.spread(this.#context.data, credit, piece.offset, piece.length, (debit, offset, length, from) => {
      if (debit < 0 || this.#context.isBeyond(debit)) {
        this.#context.rest(credit, from, length, piece)
        return
      }
      let leaving = this.#leaving.get(debit)
      if (leaving === undefined) {
        leaving = []
        this.#leaving.set(debit, leaving)
        this.#context.await(debit)
      }
      leaving.push({ offset, length, claim: piece.claim, level: piece.level + 1, credit, from, hop: piece.level })
    })
  }

  debit(debit: number): Taken[] {
    const taken = this.#leaving.get(debit)
    if (taken === undefined) return []
    this.#leaving.delete(debit)
    return taken.sort((a, b) => a.offset - b.offset)
  }

  close(): void {}

  origins(debit: number, piece: Piece, visit: OriginVisitor): void {
    this.#map.gather(this.#context.data, debit, piece.offset, piece.length, (credit, start, length) =>
      visit(credit, start, length, piece.level - 1),
    )
  }

  mainRoute(): number {
    return 1
  }

  mixedOrigins(): void {}
}

/** Parts pieces into what lies in [from, to) and what does not. */
function cutOut(pieces: readonly Piece[], from: number, to: number): { gone: Piece[]; left: Piece[] } {
  const gone: Piece[] = []
  const left: Piece[] = []
  const add = (list: Piece[], piece: Piece, start: number, end: number) => {
    if (end > start) list.push({ ...piece, offset: start, length: end - start })
  }
  for (const piece of pieces) {
    const end = piece.offset + piece.length
    add(left, piece, piece.offset, Math.min(end, from))
    add(gone, piece, Math.max(piece.offset, from), Math.min(end, to))
    add(left, piece, Math.max(piece.offset, to), end)
  }
  return { gone, left }
}
