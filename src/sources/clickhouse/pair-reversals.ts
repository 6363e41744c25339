import type { Pair } from '../widen.js'

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

export interface ReversedPair extends Pair {
  original: string
  reversal: string
}

/**
 * Which rows of one account are transfers with their reversals, as `buildMoneyGraph` pairs them: equal and opposite, with
 * the same other side; the first to reverse a row does.
 */
export function pairReversals(reversals: readonly PairRow[], originals: readonly PairRow[]): ReversedPair[] {
  const byId = new Map(originals.map((row) => [row.id, row]))
  const taken = new Set<string>()
  const pairs: ReversedPair[] = []
  for (const reversal of [...reversals].sort((a, b) => a.time - b.time || a.seq - b.seq)) {
    const original = byId.get(reversal.reverses)
    if (original === undefined || original.id === reversal.id || original.reverses !== '') continue
    if (BigInt(original.units) !== -BigInt(reversal.units)) continue
    if (original.counterparty !== reversal.counterparty || original.currency !== reversal.currency) continue
    if (taken.has(original.id)) continue
    taken.add(original.id)
    const [from, to] = [Math.min(original.time, reversal.time), Math.max(original.time, reversal.time)]
    pairs.push({ from, to, original: original.id, reversal: reversal.id })
  }
  return pairs
}
