import writeXlsxFile, { type SheetData } from 'write-excel-file/universal'
import type { Trace } from '../../index.js'
import type { ReportCell, ReportColumn, ReportTable, ReportTablesOptions } from '../types.js'
import { cellText, isExactNumber } from './cell-text.js'
import { reportTables } from './report-tables.js'
import { withoutClock } from './without-clock.js'

/** The most that a cell of a workbook holds. */
const LONGEST = 32_767
/** Characters that XML 1.0 forbids or advises against, and what stands for them: the packer would drop them all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd-\uffff]/g
const WIDEST = 60

/**
 * The tables of `reportTables` as one workbook, a sheet each: the bytes of an XLSX file, the same for the same trace.
 * Account numbers, ids and times are text, which no spreadsheet calculates or rounds; amounts are numbers where all their
 * digits survive (15), else text. Controls and
 * halves of characters become U+FFFD, every end of line a line feed; a text longer than a cell is cut and says so.
 *
 * @throws FundtrailError as `reportTables`
 */
export async function reportXlsx(trace: Trace, options: ReportTablesOptions = {}): Promise<Uint8Array> {
  const sheets = reportTables(trace, options).map((table) => ({
    sheet: table.title,
    data: sheetOf(table),
    stickyRowsCount: 1,
    columns: table.columns.map((column, at) => ({ width: widthOf(table, column, at) })),
  }))
  const blob = await writeXlsxFile(sheets).toBlob()
  return withoutClock(new Uint8Array(await blob.arrayBuffer()))
}

function sheetOf({ columns, rows, decimals }: ReportTable): SheetData {
  const format = decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`
  const head = columns.map(({ header, kind }) => ({
    value: header,
    type: String,
    fontWeight: 'bold' as const,
    ...(isFigure(kind) && { align: 'right' as const }),
  }))
  const cell = (value: ReportCell, { kind }: ReportColumn) => {
    const text = cellText(value, decimals)
    if (text === '') return null
    if (isExactNumber(value)) {
      return { value: Number(text), type: Number, ...(kind === 'amount' && { format }) }
    }
    const align = isFigure(kind) ? { align: 'right' as const } : {}
    return { value: safe(text), type: String, format: '@', ...align }
  }
  return [head, ...rows.map((row) => columns.map((column, at) => cell(row[at], column)))]
}

function isFigure(kind: ReportColumn['kind']): boolean {
  return kind === 'amount' || kind === 'count'
}

/** The text as a cell holds it: a workbook reads _x0041_ as the letter A, so such a text's own mark is written that way. */
function safe(text: string): string {
  const literal = text.replace(/\r\n?/g, '\n').replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
  const whole = literal.replace(FORBIDDEN, '_xFFFD_')
  // The packer looks texts up in a plain object, where these names mean something else.
  if (whole in Object.prototype) return `_x${whole.charCodeAt(0).toString(16).padStart(4, '0')}_${whole.slice(1)}`
  if (whole.length <= LONGEST) return whole
  return `${whole.slice(0, LONGEST - 40).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters, cut)`
}

function widthOf({ rows, decimals }: ReportTable, { header }: ReportColumn, at: number): number {
  let widest = header.length
  for (const row of rows.slice(0, 1000)) widest = Math.max(widest, cellText(row[at], decimals).length)
  // Chinese characters and bold headers take more room than digits.
  return Math.min(WIDEST, Math.ceil(widest * 1.2) + 2)
}
