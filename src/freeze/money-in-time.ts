import type { GraphData } from '../graph/graph-data.js'
import type { Followed } from '../trace/follow.js'
import { NONE } from '../trace/follow.js'
import type { Settled } from '../trace/read-options.js'
import { GONE } from './codes.js'

/** What one entry does to the traced money, in minor units. */
export interface Change {
  /** The entry, and the ledger whose traced money it changes. */
  row: number
  ledger: number
  /** Traced money that comes to rest there; below zero: that leaves. */
  resting: number
  /** Of what leaves: what a freeze keeps in the account. */
  kept: number
  stolen: number
  gone: number
  returned: number
}

/**
 * A trace as a sequence of changes, in the total order. What is told of an instant follows from the changes up to it,
 * for a trace to an instant is the beginning of one that goes on: rules, limits and freezes look back alone.
 */
export function changesOf(data: GraphData, settled: Settled, { moves, parts }: Followed): Change[] {
  const { rows, entries } = data
  const changes: Change[] = []
  const claimOf = new Map(settled.claims.flatMap((claim, index) => claim.rows.map((row) => [row, index] as const)))
  const add = (row: number, ledger: number, amounts: Partial<Change>) =>
    changes.push({ resting: 0, kept: 0, stolen: 0, gone: 0, returned: 0, ...amounts, row, ledger })
  for (const { row, pieces, traced } of moves) {
    const claim = claimOf.get(row)
    let stolen = 0
    if (claim !== undefined) {
      for (const piece of pieces) if (piece.claim === claim && piece.level === 1) stolen += piece.length
    }
    if (traced > stolen) add(row, rows.fromLedger[row]!, { resting: stolen - traced })
    add(row, rows.toLedger[row]!, { resting: traced, stolen })
  }
  for (const { row, code, length, debit } of parts) {
    if (code === 'frozen' || code === 'unexplained') {
      // What rests in the end has no debit: it has come, and nothing changed since.
      if (debit !== NONE) {
        add(debit, rows.fromLedger[debit]!, { resting: -length, kept: code === 'frozen' ? length : 0 })
      }
    } else if (code === 'returned') {
      add(row, rows.toLedger[row]!, { resting: -length, returned: length })
    } else if (GONE.has(code) || code === 'stopped' || code === 'limit') {
      add(row, rows.toLedger[row]!, { resting: -length, gone: GONE.has(code) ? length : 0 })
    }
  }
  return changes.sort((a, b) => entries.rank[a.row]! - entries.rank[b.row]!)
}
