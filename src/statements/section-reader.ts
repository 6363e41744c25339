import { cleanHeader } from './cells.js'
import type { Section } from './containers/container.js'
import type { Header } from './find-header.js'
import type { Preamble, Reading } from './formats/format.js'
import { readPreamble } from './read-preamble.js'

/** Lines that may stand above a header that comes again. */
const MOST_BETWEEN = 40

/** Reads the rows of a section under the header that was found. */
export class SectionReader {
  readonly #section: Section
  readonly #header: Header
  /** The lines since the last row that could be used. */
  readonly #between: (readonly string[])[] = []
  #preamble: Preamble
  #read: (cells: readonly string[]) => Reading

  constructor(section: Section, header: Header) {
    this.#section = section
    this.#header = header
    this.#preamble = header.preamble
    this.#read = header.format.open(header.names, header.preamble)
    section.format = header.format.name
    if (header.preamble.period !== undefined) section.period = header.preamble.period
  }

  /** Whether a row is to be read: below the header, and not blank. */
  isBelow(row: number, cells: readonly string[]): boolean {
    return row > this.#header.row && cells.some((cell) => cell.trim() !== '')
  }

  read(row: number, cells: readonly string[]): void {
    // Pages that were put together repeat the header; so do the statements of several accounts, each with its own lines.
    if (isHeader(cells, this.#header.names)) {
      this.#beginAgain()
      this.#section.read(row, { nothing: {} })
      return
    }
    const reading = this.#read(cells)
    if ('movement' in reading || 'fact' in reading) {
      this.#between.length = 0
      this.#section.read(row, reading)
      return
    }
    if (this.#between.length < MOST_BETWEEN) this.#between.push(cells)
    const isLine = 'fault' in reading && readPreamble([cells], '').account !== ''
    this.#section.read(row, isLine ? { nothing: {} } : reading)
  }

  /** Reads on for the account that the lines above this header name, where they name another one. */
  #beginAgain(): void {
    const { account, holder } = readPreamble(this.#between, '')
    this.#between.length = 0
    if (account === '' || account === this.#preamble.account) return
    this.#preamble = { account, holder, institution: this.#preamble.institution }
    this.#read = this.#header.format.open(this.#header.names, this.#preamble)
  }
}

function isHeader(cells: readonly string[], header: readonly string[]): boolean {
  if (header.length === 0 || cells.length < header.length) return false
  return header.every((name, at) => cleanHeader(cells[at] ?? '') === name)
}
