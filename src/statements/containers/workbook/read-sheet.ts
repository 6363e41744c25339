import type { WorkSheet } from '@e965/xlsx'
import { HEAD_ROWS, HeaderSearch } from '../../find-header.js'
import { ROW_BYTES, ROW_CELLS } from '../../rows.js'
import { SectionReader } from '../../section-reader.js'
import type { Section } from '../container.js'
import type { OpenWorkbook } from './open-workbook.js'
import { type SheetRow, sheetRows, withMerged } from './sheet-rows.js'

/** Reads one sheet that has rows; says whether it is of a known format. `file` is the file's name. */
export function readSheet(section: Section, file: string, sheet: WorkSheet, book: OpenWorkbook): boolean {
  const rows = sheetRows(sheet, book)
  const head: SheetRow[] = []
  for (const row of rows) {
    if (head.push(row) >= HEAD_ROWS) break
  }
  const search = new HeaderSearch(section.given, file)
  search.offer(withMerged(head, sheet['!merges'] ?? []))
  const header = search.found()
  if (header === undefined) {
    section.tell('unknown-format', 'error', 'none of the first 40 rows is the header of a known format')
    return false
  }
  const reader = new SectionReader(section, header)
  for (const row of sheetRows(sheet, book)) {
    if (row.number <= header.row) continue
    if (row.isTooLarge) {
      const message = `more than ${ROW_BYTES} bytes or ${ROW_CELLS} cells`
      section.read(row.number, { fault: { code: 'row-too-large', message } })
      continue
    }
    tellNotes(section, row)
    if (reader.isBelow(row.number, row.cells)) reader.read(row.number, row.cells)
  }
  return true
}

function tellNotes(section: Section, { number, notes }: SheetRow): void {
  for (const { column, cell } of notes) {
    if (cell.error !== undefined) {
      const message = `cell ${column}${number} holds ${cell.error}; it is read as empty`
      section.tell('error-cell', 'warning', message, number)
    } else {
      const message = `cell ${column}${number} holds a number of ${cell.text.length} digits; a spreadsheet keeps 15`
      section.tell('rounded-number', 'warning', message, number)
    }
  }
}
