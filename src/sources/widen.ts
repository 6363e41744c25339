/** Two instants that a statement has to show both, or neither: a transfer and its reversal. In ms. */
export interface Pair {
  from: number
  to: number
}

/** The least stretch of time around a window that parts no pair. */
export function widen(window: Pair, pairs: readonly Pair[]): Pair {
  let { from, to } = window
  let rest = pairs
  for (;;) {
    const parted = rest.filter((pair) => pair.from <= to && pair.to >= from && (pair.from < from || pair.to > to))
    if (parted.length === 0) return { from, to }
    for (const pair of parted) {
      from = Math.min(from, pair.from)
      to = Math.max(to, pair.to)
    }
    rest = rest.filter((pair) => pair.from < from || pair.to > to)
  }
}
