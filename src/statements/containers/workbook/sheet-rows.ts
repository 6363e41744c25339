import type { CellObject, Range, WorkSheet } from '@e965/xlsx'
import { ROW_BYTES, ROW_CELLS } from '../../rows.js'
import { type CellText, cellText } from './cell-text.js'
import type { OpenWorkbook } from './open-workbook.js'

/** Rows of a sheet, as Excel has them at most. */
const SHEET_ROWS = 1_048_576

/** One row of a sheet that is not empty, numbered from 1 as the spreadsheet does. */
export interface SheetRow {
  number: number
  cells: string[]
  isTooLarge: boolean
  /** What its cells hold that no text can say, each with the name of its column. */
  notes: { column: string; cell: CellText }[]
}

/** The rows of a sheet as text, from the first to the last. Only rows that are there are visited. */
export function* sheetRows(sheet: WorkSheet, book: OpenWorkbook): Generator<SheetRow> {
  const rows: (CellObject | undefined)[][] = sheet['!data'] ?? []
  // By key, for a sheet of two rows may have the second in row 1,048,576.
  for (const key of Object.keys(rows)) {
    const at = Number(key)
    if (!(at >= 0 && at < SHEET_ROWS)) throw new Error(`the sheet has no row ${at + 1}`)
    const row = readRow(at + 1, rows[at] ?? [], book)
    if (row.isTooLarge || row.cells.length > 0) yield row
  }
}

function readRow(number: number, row: readonly (CellObject | undefined)[], { isDate, is1904 }: OpenWorkbook): SheetRow {
  const cells: string[] = []
  const notes: SheetRow['notes'] = []
  let length = 0
  for (let at = 0; at < row.length; at++) {
    if (at >= ROW_CELLS || length > ROW_BYTES) return { number, cells: [], isTooLarge: true, notes: [] }
    const cell = row[at]
    if (cell === undefined) continue
    const read = cellText(cell, isDate, is1904)
    if (read.text === '' && read.error === undefined) continue
    while (cells.length < at) cells.push('')
    cells.push(read.text)
    length += read.text.length
    if (read.error !== undefined || read.isZeroed === true) notes.push({ column: columnName(at), cell: read })
  }
  const isTooLarge = length > ROW_BYTES / 4 && Buffer.byteLength(cells.join()) > ROW_BYTES
  return isTooLarge ? { number, cells: [], isTooLarge, notes: [] } : { number, cells, isTooLarge, notes }
}

/** The first rows with the text of a merged cell in every place that it covers: how headers of two rows are drawn. */
export function withMerged(rows: readonly SheetRow[], merges: readonly Range[]): SheetRow[] {
  const filled = new Map(rows.map((row) => [row.number, { ...row, cells: [...row.cells] }]))
  for (const { s: start, e: end } of merges) {
    const text = filled.get(start.r + 1)?.cells[start.c] ?? ''
    if (text === '' || end.c >= ROW_CELLS) continue
    for (const row of filled.values()) {
      if (row.number <= start.r || row.number > end.r + 1) continue
      for (let at = start.c; at <= end.c; at++) {
        while (row.cells.length < at) row.cells.push('')
        row.cells[at] ||= text
      }
    }
  }
  return [...filled.values()]
}

function columnName(place: number): string {
  const letters = String.fromCharCode(65 + (place % 26))
  return place < 26 ? letters : columnName(Math.floor(place / 26) - 1) + letters
}
