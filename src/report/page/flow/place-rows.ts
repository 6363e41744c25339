/** A tie between two rows of different columns, which draws them to one height. */
export interface Tie {
  from: number
  to: number
  weight: number
}

const SWEEPS = 12

/**
 * The tops of rows that stand in columns, at least `gap` apart: each as near as it can be to the weighted middle of the
 * rows that it is tied to, by sweeps to the right and back. Heights are by row; columns hold places of rows.
 */
export function placeRows(columns: number[][], heights: number[], ties: Tie[], gap: number): number[] {
  const tops = new Array<number>(heights.length).fill(0)
  const sources: Tie[][] = heights.map(() => [])
  const targets: Tie[][] = heights.map(() => [])
  for (const tie of ties) {
    sources[tie.to]!.push(tie)
    targets[tie.from]!.push(tie)
  }
  const tallest = columns.reduce((most, rows) => Math.max(most, heightOf(rows)), 0)
  for (const rows of columns) spread(rows, (tallest - heightOf(rows)) / 2)

  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const toRight = sweep % 2 === 0
    const pull = 0.9 ** sweep
    for (const rows of toRight ? columns : [...columns].reverse()) {
      for (const row of rows) {
        const at = toRight ? middleOf(sources[row]!, 'from') : middleOf(targets[row]!, 'to')
        if (at !== undefined) tops[row]! += (at - heights[row]! / 2 - tops[row]!) * pull
      }
      settle(rows)
    }
  }
  const top = tops.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY)
  return tops.map((y) => y - top)

  function heightOf(rows: number[]): number {
    return rows.reduce((sum, row) => sum + heights[row]! + gap, -gap)
  }

  function spread(rows: number[], from: number): void {
    let y = from
    for (const row of rows) {
      tops[row] = y
      y += heights[row]! + gap
    }
  }

  function middleOf(those: Tie[], end: 'from' | 'to'): number | undefined {
    let sum = 0
    let weight = 0
    for (const tie of those) {
      const row = tie[end]
      sum += (tops[row]! + heights[row]! / 2) * tie.weight
      weight += tie.weight
    }
    return weight === 0 ? undefined : sum / weight
  }

  /** Puts the rows of a column in the order of where they want to be, and apart; none leaves the tallest column's height. */
  function settle(rows: number[]): void {
    rows.sort((a, b) => tops[a]! + heights[a]! / 2 - (tops[b]! + heights[b]! / 2) || a - b)
    let free = 0
    for (const row of rows) {
      tops[row] = Math.max(tops[row]!, free)
      free = tops[row]! + heights[row]! + gap
    }
    let limit = tallest
    for (const row of [...rows].reverse()) {
      tops[row] = Math.min(tops[row]!, limit - heights[row]!)
      limit = tops[row]! - gap
    }
  }
}
