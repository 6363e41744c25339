/** A stretch of an account's statement that was read, both ends included, in ms. */
export interface Piece {
  from: number
  /** Infinity: to the end. */
  to: number
  /** Whether the statement is known to go on behind it. */
  more: boolean
}

/** The pieces with another one, in the order of time; those that touch or overlap are one. */
export function addPiece(pieces: readonly Piece[], piece: Piece): Piece[] {
  const joined = { ...piece }
  const others: Piece[] = []
  for (const other of pieces) {
    if (other.to + 1 < piece.from || other.from - 1 > piece.to) {
      others.push(other)
      continue
    }
    joined.from = Math.min(joined.from, other.from)
    // Of two that reach equally far, the later answer knows.
    if (other.to > joined.to) Object.assign(joined, { to: other.to, more: other.more })
  }
  return [...others, joined].sort((a, b) => a.from - b.from)
}

/** The piece in which an instant lies. */
export function pieceAt(pieces: readonly Piece[], ms: number): Piece | undefined {
  return pieces.find(({ from, to }) => from <= ms && ms <= to)
}
