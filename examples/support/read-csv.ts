import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

/**
 * The rows of a CSV file whose header names a record's fields. Every cell stays text, because a reader that guesses
 * types would take account 0100 for the number 100; empty cells are left out.
 */
export function readCsv<Row extends object>(file: URL): Row[] {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true })
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')) as Row)
}
