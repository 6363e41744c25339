import { MIXED, type Piece } from './books.js'
import { addOwn, emptyPool, type Lot, type Pool } from './pool.js'
import type { Take } from './takes.js'

/** A part of a credit: a claim's piece, or own money. */
export interface Part {
  piece: Piece | undefined
  length: number
}

/** The parts of a credit in the order in which they come. */
export function partsOf(pieces: readonly Piece[], amount: number): Part[] {
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

/**
 * Takes what repays an overdraft out of a credit's own parts, as a debit would from a pool of them, and gives back the
 * pieces that are gone with it. What is left keeps its order. `mixes`: a claim's parts are one lot.
 */
export function repayFrom(parts: Part[], repaid: number, take: Take, mixes: boolean): { gone: Piece[]; left: Part[] } {
  const { pool, members } = poolOf(parts, mixes)
  const gone: Piece[] = []
  for (const { lot, amount } of take(pool, repaid)) {
    let missing = amount
    for (const part of members.get(lot) ?? []) {
      const length = Math.min(missing, part.length)
      if (length === 0) continue
      missing -= length
      part.length -= length
      if (part.piece === undefined) continue
      gone.push({ ...part.piece, length })
      part.piece = { ...part.piece, offset: part.piece.offset + length, length: part.length }
    }
  }
  return { gone, left: parts.filter(({ length }) => length > 0) }
}

/** A credit's parts as a pool of their own, and which of them each lot stands for. */
function poolOf(parts: readonly Part[], mixes: boolean): { pool: Pool; members: Map<Lot | undefined, Part[]> } {
  const pool = emptyPool()
  const members = new Map<Lot | undefined, Part[]>()
  const byClaim = new Map<number, Lot>()
  for (const part of parts) {
    let lot: Lot | undefined
    if (part.piece === undefined) {
      addOwn(pool, part.length)
    } else {
      const { claim, level } = part.piece
      lot = mixes ? byClaim.get(claim) : undefined
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
