import type { GraphData } from '../graph/graph-data.js'
import { MIXED, type Wanted } from './books/books.js'
import { NONE, type Part } from './follow.js'
import type { TraceTables } from './trace-table.js'

/** Some of a claim's money in a transfer: where it stands there, and its hop. */
export interface Stretch {
  row: number
  offset: number
  length: number
  claim: number
  level: number
}

/** By which credits of their accounts claims' money came that ended there. */
export function originsOfParts({ rows }: GraphData, { books }: TraceTables, parts: readonly Part[]): Stretch[] {
  const stretches: Stretch[] = []
  const mixed = new Map<string, { ledger: number; claim: number; wanted: Wanted[] }>()
  for (const { row, offset, length, claim, level, debit } of parts) {
    if (offset !== MIXED) {
      stretches.push({ row, offset, length, claim, level })
      continue
    }
    const ledger = rows.toLedger[row]!
    const want = { before: debit === NONE ? undefined : debit, amount: length }
    const known = mixed.get(`${ledger} ${claim}`)
    if (known === undefined) mixed.set(`${ledger} ${claim}`, { ledger, claim, wanted: [want] })
    else known.wanted.push(want)
  }
  for (const { ledger, claim, wanted } of mixed.values()) {
    books.mixedOrigins(ledger, claim, wanted, (row, offset, length, level) => {
      stretches.push({ row, offset, length, claim, level })
    })
  }
  return stretches
}
