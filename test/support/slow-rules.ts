/** Which money a debit takes: one plain function a rule over an ordered list of lots. */

/** Some money in one place with one history. */
export interface Piece {
  /** Claim id, or null for money that is nobody's. */
  claim: string | null
  /** Minor units. */
  amount: bigint
  /** The hop at which it came here; 0 for money that is nobody's. */
  level: number
  /** When it came here. */
  since: number
}

/** `taken` in the order in which it leaves, `left` in the order in which it stays; together always the whole. */
interface Taken {
  taken: Piece[]
  left: Piece[]
}

/** Takes at most `amount`: less only when the lots are worth less. */
export type Take = (lots: readonly Piece[], amount: bigint) => Taken

/** Oldest first, whoever owns it. */
const fifo: Take = (lots, amount) => {
  const taken: Piece[] = []
  const left: Piece[] = []
  let missing = amount
  for (const lot of lots) {
    const fits = lot.amount <= missing
    const part = fits ? lot.amount : missing
    if (part > 0n) taken.push({ ...lot, amount: part })
    if (!fits) left.push({ ...lot, amount: lot.amount - part })
    missing -= part
  }
  return { taken, left }
}

/** A further rule is one more line here. */
export const takes = { fifo } satisfies Record<string, Take>

export type SlowRule = keyof typeof takes

export function total(pieces: readonly Piece[]): bigint {
  return pieces.reduce((sum, piece) => sum + piece.amount, 0n)
}
