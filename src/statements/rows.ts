import { isUtf8 } from 'node:buffer'
import { type CsvError, parse } from 'csv-parse'
import { parse as parseAll } from 'csv-parse/sync'
import { BLOCK } from './blocks.js'

/** Bytes of UTF-8 in one row, and cells in it, beyond which it is no row of a statement. */
export const ROW_BYTES = 262_144
export const ROW_CELLS = 1_000
/** Stray quotes, and bytes read in vain behind them, after which the rest of a file is read without quoting. */
const STRAY_QUOTES = 1_000
const VAIN_BYTES = 67_108_864
const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const NONE = Buffer.alloc(0)
const REPLACEMENT = Buffer.from('\ufffd')

type RowFault = 'stray-quote' | 'row-too-large'

/** One row of a file, numbered from 1 as a spreadsheet does: blank rows count, a cell of two lines is in one row. */
export interface Row {
  number: number
  cells: string[]
  /** 'stray-quote': read without quoting. 'row-too-large': its cells are left out. */
  fault?: RowFault
  /** Bytes in it were no character: U+FFFD stands for them. */
  isDamaged?: true
}

/**
 * The rows of text in UTF-8, a block at a time. A quote that never closes, or that closes in the middle of a cell rows
 * below, would swallow those rows: its line is read again on its own, at need without quoting, and the next one begins
 * afresh. A row beyond the limits is skipped up to its end.
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
  /** The row that the last block cut. */
  #rest: Buffer = NONE
  /** Reads on where whole lines are not whole rows, or a row is at fault: see `#carefully`. */
  #parser: Lines | undefined
  /** What the parser was given and has not made into rows yet. */
  #pending: Buffer = NONE
  #row = 0
  #strays = 0
  #vain = 0
  #skipping = false

  constructor(separator: string) {
    this.#separator = separator
  }

  async write(block: Buffer): Promise<Row[]> {
    const rows: Row[] = []
    let given = block
    if (this.#parser === undefined) {
      given = this.#rest.length === 0 ? block : Buffer.concat([this.#rest, block])
      this.#rest = NONE
      const end = given.lastIndexOf(NEWLINE) + 1
      if (given.length <= 2 * BLOCK && this.#readLines(given.subarray(0, end), rows)) {
        // A copy, so that a small rest does not keep its whole block.
        this.#rest = Buffer.from(given.subarray(end))
        return rows
      }
      this.#restart()
    }
    await this.#carefully(given, false, rows)
    return rows
  }

  async end(): Promise<Row[]> {
    const rows: Row[] = []
    if (this.#parser === undefined) this.#restart()
    await this.#carefully(this.#rest, true, rows)
    return rows
  }

  /** Whole lines at the start of a row, all at once; false where they are not whole rows, or one is at fault. */
  #readLines(lines: Buffer, rows: Row[]): boolean {
    let all: string[][]
    try {
      const isPlain = !lines.includes(QUOTE) || this.#isHopeless()
      all = isPlain ? splitLines(lines, this.#separator) : parseAll(lines, optionsOf(this.#separator, 'strict'))
    } catch {
      return false
    }
    const isDamaged = !isUtf8(lines) || lines.includes(REPLACEMENT)
    for (const cells of all) rows.push(this.#numbered(cells, isDamaged))
    return true
  }

  /** Byte by byte, so that it is known where the last row ended and which one is at fault. */
  async #carefully(block: Buffer, isEnd: boolean, rows: Row[]): Promise<void> {
    let given = block
    for (;;) {
      if (this.#skipping) {
        const newline = given.indexOf(NEWLINE)
        if (newline < 0) return
        given = given.subarray(newline + 1)
        this.#skipping = false
        this.#restart()
      }
      const parser = this.#parser!
      this.#pending = this.#pending.length === 0 ? given : Buffer.concat([this.#pending, given])
      const error = await parser.read(given, isEnd)
      for (const cells of parser.take()) rows.push(this.#numbered(cells))
      this.#pending = Buffer.from(this.#pending.subarray(parser.taken()))
      // The parser's own limit counts no separators, and a row of nothing else is too large as well.
      if (error === undefined && this.#pending.length <= ROW_BYTES + BLOCK) {
        if (!this.#pending.includes(QUOTE)) this.#leave()
        return
      }
      // A row at fault that the block cut is read once its end is there.
      if (!isEnd && this.#pending.length <= ROW_BYTES && !this.#pending.includes(NEWLINE)) return this.#leave()
      given = await this.#recover(error, rows)
      if (given.length === 0 && !isEnd) return
    }
  }

  /** Back to whole lines, from the start of the row that is open. */
  #leave(): void {
    this.#rest = this.#pending
    this.#parser = undefined
  }

  /** Gets past the row that could not be read; returns what is left to read after it. */
  async #recover(error: CsvError | undefined, rows: Row[]): Promise<Buffer> {
    const newline = this.#pending.indexOf(NEWLINE)
    const line = newline < 0 ? this.#pending : this.#pending.subarray(0, newline + 1)
    const left = this.#pending.subarray(line.length)
    const isWhole = newline >= 0 || error?.code === 'CSV_QUOTE_NOT_CLOSED'
    if (line.includes('"') && isWhole && line.length <= ROW_BYTES) {
      this.#strays++
      this.#vain += Math.max(0, this.#pending.length - BLOCK)
      rows.push(this.#alone(line))
    } else {
      rows.push({ number: ++this.#row, cells: [], fault: 'row-too-large' })
      this.#skipping = newline < 0
    }
    this.#restart()
    return left
  }

  /** One line by itself: quotes inside cells are letters, and all are where one does not close. */
  #alone(line: Buffer): Row {
    try {
      const [cells = []] = parseAll(line, optionsOf(this.#separator, 'relaxed')) as string[][]
      return this.#numbered(cells)
    } catch {
      const [cells = []] = parseAll(line, optionsOf(this.#separator, 'none')) as string[][]
      return { ...this.#numbered(cells), fault: 'stray-quote' }
    }
  }

  #restart(): void {
    this.#parser = new Lines(this.#separator, this.#isHopeless() ? 'none' : 'strict')
    this.#pending = NONE
  }

  #isHopeless(): boolean {
    return this.#strays >= STRAY_QUOTES || this.#vain >= VAIN_BYTES
  }

  /** The next row; `isDamaged` where one of its cells may be. */
  #numbered(cells: string[], isDamaged = true): Row {
    const number = ++this.#row
    if (cells.length > ROW_CELLS) return { number, cells: [], fault: 'row-too-large' }
    if (isDamaged && cells.some((cell) => cell.includes('\ufffd'))) return { number, cells, isDamaged }
    return { number, cells }
  }
}

/**
 * Lines without a quote: then a row is what is between two line ends and a cell what is between two separators, the
 * same that csv-parse makes of them. Most files have no quote, and this takes a quarter of the time.
 */
function splitLines(lines: Buffer, separator: string): string[][] {
  const rows: string[][] = []
  const between = separator.charCodeAt(0)
  let cells: string[] = []
  let start = 0
  for (let at = 0; at < lines.length; at++) {
    const byte = lines[at]
    if (byte !== between && byte !== NEWLINE && byte !== RETURN) continue
    cells.push(start === at ? '' : lines.toString('utf8', start, at))
    if (byte === RETURN && lines[at + 1] === NEWLINE) at++
    start = at + 1
    if (byte === between) continue
    rows.push(cells)
    cells = []
  }
  return rows
}

type Quotes = 'strict' | 'relaxed' | 'none'

function optionsOf(separator: string, quotes: Quotes) {
  return {
    delimiter: separator,
    quote: quotes === 'none' ? (false as const) : '"',
    escape: quotes === 'none' ? null : '"',
    relax_quotes: quotes === 'relaxed',
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  }
}

/** csv-parse as a function of bytes: rows are kept here, not in a stream that would have to be drained. */
class Lines {
  readonly #parser: ReturnType<typeof parse>
  #rows: string[][] = []
  #bytes = 0
  #told = 0
  #error: CsvError | undefined

  constructor(separator: string, quotes: Quotes) {
    this.#parser = parse({
      ...optionsOf(separator, quotes),
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
