import { Decimal } from 'decimal.js'
import type { DocumentTable } from './types.js'

/**
 * A document as text: the headers, then a line a row, amounts with the decimals of the currency. The texts are those of
 * the records; whoever writes them to a spreadsheet has to see that none is taken for a formula.
 */
export function documentCells<Row extends object>({ columns, rows, decimals }: DocumentTable<Row>): string[][] {
  const cell = (value: unknown): string => {
    if (value === undefined) return ''
    return Decimal.isDecimal(value) ? value.toFixed(decimals) : String(value)
  }
  return [columns.map(({ header }) => header), ...rows.map((row) => columns.map(({ key }) => cell(row[key])))]
}
