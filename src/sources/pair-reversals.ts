import type { Pair } from './widen.js'

/** A row of an account, with what decides whether it is reversed. */
export interface PairRow {
  account: string
  id: string
  reverses: string
  counterparty: string
  currency: string
  time: number
  seq: number
  /** With its sign. */
  units: string
}

/** A transfer with its reversal, and the stretch of time between the two. */
export interface ReversedPair extends Pair {
  original: string
  reversal: string
}

/**
 * Which rows of one account are transfers with their reversals, as `buildMoneyGraph` pairs them: equal and opposite, with
 * the same other side; the first to reverse a row does. A reversal that fits nothing is an ordinary transfer, which another
 * may reverse. `rows` are those that reverse any, and those that they name.
 */
export function pairReversals(rows: readonly PairRow[]): ReversedPair[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const reversals = [...byId.values()].filter(({ reverses }) => reverses !== '')
  const taken = new Set<string>()
  const pairs: ReversedPair[] = []
  for (const reversal of reversals.sort((a, b) => a.time - b.time || a.seq - b.seq)) {
    const original = byId.get(reversal.reverses)
    if (taken.has(reversal.id) || original === undefined || original === reversal) continue
    if (BigInt(original.units) !== -BigInt(reversal.units)) continue
    if (original.counterparty !== reversal.counterparty || original.currency !== reversal.currency) continue
    if (taken.has(original.id)) continue
    taken.add(original.id).add(reversal.id)
    const [from, to] = [Math.min(original.time, reversal.time), Math.max(original.time, reversal.time)]
    pairs.push({ from, to, original: original.id, reversal: reversal.id })
  }
  return pairs
}
