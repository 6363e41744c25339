import { FundtrailError } from '../errors.js'
import type { Problem } from '../types.js'
import { blocks } from './blocks.js'
import { cleanHeader } from './cells.js'
import { decode, NotText } from './decode.js'
import { detect, type Found } from './detect.js'
import type { Reading } from './formats/format.js'
import { ROW_BYTES, ROW_CELLS, type Row, readRows } from './rows.js'
import type { FileReport, FormatName, StatementFile, TransferMapping } from './types.js'

/** What is to be told of a file while it is read. */
interface FileSink {
  problem(problem: Problem): void
  /** Every row under the header that is not blank, in order. */
  read(row: number, reading: Reading): void
}

/** Reads one file as it flows: encoding, separator, header and format are found in its first block. */
export async function readFile(
  file: StatementFile,
  name: string,
  given: FormatName | TransferMapping | undefined,
  sink: FileSink,
): Promise<FileReport & { period?: Found['preamble']['period'] }> {
  const report: FileReport & { period?: Found['preamble']['period'] } = {
    name,
    format: 'unknown',
    encoding: 'unknown',
    rows: 0,
  }
  const tell = (code: string, severity: Problem['severity'], message: string, row?: number) =>
    sink.problem({ code, severity, message, file: name, ...(row !== undefined && { row }) })
  try {
    const { encoding, text } = await decode(blocks(file.data), typeof file.data === 'string')
    report.encoding = encoding
    const first = await text.next()
    const head = first.done === true ? Buffer.alloc(0) : first.value
    const second = await text.next()
    if (head.length === 0 && second.done === true) {
      tell('empty-file', 'error', 'the file is empty')
      return report
    }
    const found = await detect(head, second.done === true, given, name)
    if (found === undefined) {
      tell('unknown-format', 'error', 'none of the first 40 rows is the header of a known format')
      return report
    }
    report.format = found.format.name
    if (found.preamble.period !== undefined) report.period = found.preamble.period
    const read = found.format.open(found.header, found.preamble)
    let replaced = 0
    for await (const rows of readRows(rest(head, second, text), found.separator)) {
      for (const row of rows) {
        if (row.number <= found.headerRow || isBlank(row)) continue
        report.rows++
        if (row.isDamaged === true && replaced++ === 0) {
          tell('undecodable', 'warning', `bytes that are no ${encoding} here, and maybe below`, row.number)
        }
        sink.read(row.number, readRow(row, found, read, tell))
      }
    }
  } catch (error) {
    if (error instanceof FundtrailError) throw error
    if (error instanceof NotText) tell('not-text', 'error', `it is ${error.message}, which is not read`)
    else tell('unreadable-file', 'error', `reading it failed: ${message(error)}`)
  }
  return report
}

type Tell = (code: string, severity: Problem['severity'], message: string, row?: number) => void

function readRow(row: Row, found: Found, read: (cells: readonly string[]) => Reading, tell: Tell): Reading {
  if (row.fault === 'row-too-large') {
    return { fault: { code: 'row-too-large', message: `more than ${ROW_BYTES} bytes or ${ROW_CELLS} cells` } }
  }
  if (row.fault === 'stray-quote') {
    tell('stray-quote', 'warning', 'a quote that does not close; the row is read without quoting', row.number)
  }
  // Pages that were put together repeat the header.
  if (isHeader(row.cells, found.header)) return { nothing: {} }
  return read(row.cells)
}

function isHeader(cells: readonly string[], header: readonly string[]): boolean {
  if (header.length === 0 || cells.length < header.length) return false
  return header.every((name, at) => cleanHeader(cells[at] ?? '') === name)
}

function isBlank({ cells, fault }: Row): boolean {
  return fault === undefined && cells.every((cell) => cell.trim() === '')
}

async function* rest(
  head: Buffer,
  second: IteratorResult<Buffer>,
  text: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  yield head
  if (second.done === true) return
  yield second.value
  yield* text
}

function message(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'the stream failed'
}
