import { type CsvError, parse } from 'csv-parse'
import { BLOCK } from './blocks.js'

/** Bytes of UTF-8 in one row, and cells in it, beyond which it is no row of a statement. */
export const ROW_BYTES = 262_144
export const ROW_CELLS = 1_000
/** Stray quotes after which a file is read without any quoting. */
const STRAY_QUOTES = 20
const NEWLINE = 10

type RowFault = 'stray-quote' | 'row-too-large'

/** One row of a file, numbered from 1 as a spreadsheet does: blank rows count, a cell of two lines is in one row. */
export interface Row {
  number: number
  cells: string[]
  /** 'stray-quote': read without quoting. 'row-too-large': its cells are left out. */
  fault?: RowFault
}

/**
 * The rows of text in UTF-8, a block at a time. A quote that never closes would swallow the rest of the file: its line
 * is read again without quoting, and the next one begins afresh. A row beyond the limits is skipped up to its end.
 */
export async function* readRows(text: AsyncIterable<Buffer>, separator: string): AsyncGenerator<Row[]> {
  const reader = new RowReader(separator)
  for await (const block of text) {
    const rows = await reader.write(block)
    if (rows.length > 0) yield rows
  }
  const rows = await reader.end()
  if (rows.length > 0) yield rows
}

class RowReader {
  readonly #separator: string
  #parser: Lines
  /** What the parser was given and has not made into rows yet. */
  #pending: Buffer = Buffer.alloc(0)
  #row = 0
  #strays = 0
  #skipping = false

  constructor(separator: string) {
    this.#separator = separator
    this.#parser = new Lines(separator, true)
  }

  async write(block: Buffer): Promise<Row[]> {
    const rows: Row[] = []
    await this.#read(block, false, rows)
    return rows
  }

  async end(): Promise<Row[]> {
    const rows: Row[] = []
    await this.#read(Buffer.alloc(0), true, rows)
    return rows
  }

  async #read(block: Buffer, isEnd: boolean, rows: Row[]): Promise<void> {
    let given = block
    for (;;) {
      if (this.#skipping) {
        const newline = given.indexOf(NEWLINE)
        if (newline < 0) return
        given = given.subarray(newline + 1)
        this.#skipping = false
        this.#restart()
      }
      this.#pending = this.#pending.length === 0 ? given : Buffer.concat([this.#pending, given])
      const error = await this.#parser.read(given, isEnd)
      for (const cells of this.#parser.take()) rows.push(this.#numbered(cells))
      // A copy, so that a small rest does not keep its whole block.
      this.#pending = Buffer.from(this.#pending.subarray(this.#parser.taken()))
      // The parser's own limit counts no separators, and a row of nothing else is too large as well.
      if (error === undefined && this.#pending.length <= ROW_BYTES + BLOCK) return
      given = await this.#recover(error, rows)
      if (given.length === 0 && !isEnd) return
    }
  }

  /** Gets past the row that could not be read; returns what is left to read after it. */
  async #recover(error: CsvError | undefined, rows: Row[]): Promise<Buffer> {
    const newline = this.#pending.indexOf(NEWLINE)
    const line = newline < 0 ? this.#pending : this.#pending.subarray(0, newline + 1)
    const left = this.#pending.subarray(line.length)
    const isQuoted = line.includes('"')
    const isWhole = newline >= 0 || error?.code === 'CSV_QUOTE_NOT_CLOSED'
    if (isQuoted && isWhole && line.length <= ROW_BYTES) {
      this.#strays++
      const plain = new Lines(this.#separator, false)
      await plain.read(line, true)
      for (const cells of plain.take()) rows.push({ ...this.#numbered(cells), fault: 'stray-quote' })
    } else {
      rows.push({ number: ++this.#row, cells: [], fault: 'row-too-large' })
      this.#skipping = newline < 0
    }
    this.#restart()
    return left
  }

  #restart(): void {
    this.#parser = new Lines(this.#separator, this.#strays < STRAY_QUOTES)
    this.#pending = Buffer.alloc(0)
  }

  #numbered(cells: string[]): Row {
    const number = ++this.#row
    return cells.length > ROW_CELLS ? { number, cells: [], fault: 'row-too-large' } : { number, cells }
  }
}

/** csv-parse as a function of bytes: rows are kept here, not in a stream that would have to be drained. */
class Lines {
  readonly #parser: ReturnType<typeof parse>
  #rows: string[][] = []
  #bytes = 0
  #told = 0
  #error: CsvError | undefined

  constructor(separator: string, hasQuotes: boolean) {
    this.#parser = parse({
      delimiter: separator,
      quote: hasQuotes ? '"' : false,
      escape: hasQuotes ? '"' : null,
      relax_quotes: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: ROW_BYTES,
      on_record: (record: string[]) => {
        this.#rows.push(record)
        this.#bytes = this.#parser.info.bytes
        return undefined
      },
    })
    this.#parser.on('error', (error: CsvError) => {
      this.#error = error
    })
  }

  async read(bytes: Buffer, isEnd: boolean): Promise<CsvError | undefined> {
    await new Promise<void>((resolve) => {
      if (!isEnd) this.#parser.write(bytes, () => resolve())
      else {
        this.#parser.once('close', resolve)
        this.#parser.resume()
        this.#parser.end(bytes)
      }
    })
    // The stream tells of an error just after the callback of the write.
    if (this.#parser.errored !== null) return this.#parser.errored as CsvError
    return this.#error
  }

  take(): string[][] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  /** Bytes made into rows since the last call. */
  taken(): number {
    const bytes = this.#bytes - this.#told
    this.#told = this.#bytes
    return bytes
  }
}
