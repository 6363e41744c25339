import type { GraphData } from '../graph/graph-data.js'
import { MIXED, type OriginVisitor } from './books/books.js'
import { NONE, type Part } from './follow.js'
import type { TraceTables } from './trace-table.js'

/** By which credits of its account a claim's money came that ended there. */
export function originsOfPart({ rows }: GraphData, { books }: TraceTables, part: Part, visit: OriginVisitor): void {
  const { row, offset, length, level, claim, debit } = part
  if (offset !== MIXED) visit(row, offset, length, level)
  else if (debit !== NONE) books.origins(debit, { offset: 0, length, claim, level }, visit)
  else books.restOrigins(rows.toLedger[row]!, claim, length, visit)
}
