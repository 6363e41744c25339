import { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { DocumentTable } from './types.js'

/**
 * A document as text: the headers, then a line a row, amounts with the decimals of the currency. The texts are those of
 * the records; whoever writes them to a spreadsheet has to see that none is taken for a formula.
 *
 * @throws FundtrailError 'bad-option' for what is no document
 */
export function documentCells<Row extends object>(document: DocumentTable<Row>): string[][] {
  if (!Array.isArray(document?.columns) || !Array.isArray(document.rows)) {
    throw new FundtrailError('bad-option', `the document is ${show(document)}; it must be what stopList, say, returns`)
  }
  const { columns, rows, decimals } = document
  const cell = (value: unknown): string => {
    if (value === undefined) return ''
    return Decimal.isDecimal(value) ? value.toFixed(decimals) : String(value)
  }
  return [columns.map(({ header }) => header), ...rows.map((row) => columns.map(({ key }) => cell(row[key])))]
}
