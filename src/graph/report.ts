import type { Problem } from '../types.js'
import type { TransferRows } from './transfer-rows.js'

/** Adds a problem about a row that was read: its number, id and file come from the columns. */
export function reportRow(
  problems: Problem[],
  rows: TransferRows,
  index: number,
  code: string,
  severity: Problem['severity'],
  message: string,
): void {
  const file = rows.notes.sources(index)?.[0]?.file
  problems.push({
    code,
    severity,
    message: `row ${rows.row(index)}: ${message}`,
    row: rows.row(index),
    id: rows.ids.at(index),
    ...(file !== undefined && { file }),
  })
}
