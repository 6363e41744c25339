import type { ReportCell, ReportTable } from '../types.js'
import { cellText, isExactNumber } from './cell-text.js'

/** What a spreadsheet takes for the beginning of a formula, behind whatever it may overlook. */
const FORMULA = /^[\s\p{Cc}\p{Cf}\p{Z}]*[=+\-@＝＋－＠﹢﹣﹦﹫−]/u
/** The marks of this function itself, and the controls that may end a cell early. */
const MARKED = /^['\t\r\n]/
/** What becomes a number, a date or a truth value: 6222…, 0012, 1E5, .5, (5), ¥5, 3-4, Mar-1, TRUE. */
const VALUE =
  /^[\p{Z}]*(?:[(.,]*\p{N}|[$€£¥￥]|(?:true|false)$|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s.,/-]*\d)/iu

/**
 * A table as a file of comma-separated values (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, lines ended by
 * CR LF, every text in quotes. Amounts and counts are numbers, also negative ones, as long as a spreadsheet keeps all
 * their digits. A text that it would take for a formula gets an apostrophe before it, one that it would change (a long
 * number, leading zeros, a date) a tab, which is not seen: take one such mark off the start of a cell, and the text of the
 * record is back. Another separator than the comma would split texts elsewhere, and no mark helps there: `reportXlsx` does.
 */
export function tableCsv({ columns, rows, decimals }: ReportTable): string {
  const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`
  const head = line(columns.map(({ header }) => textCell(header)))
  return `\ufeff${head}${rows.map((row) => line(columns.map((_, at) => csvCell(row[at], decimals)))).join('')}`
}

function csvCell(value: ReportCell, decimals: number): string {
  const text = cellText(value, decimals)
  return isExactNumber(value) ? text : textCell(text)
}

function textCell(text: string): string {
  if (text === '') return ''
  let mark = ''
  if (MARKED.test(text)) mark = "'"
  else if (/^-\d+(?:\.\d+)?$/.test(text)) mark = '\t'
  else if (FORMULA.test(text)) mark = "'"
  else if (VALUE.test(text)) mark = '\t'
  return `"${mark}${text.replaceAll('"', '""')}"`
}
