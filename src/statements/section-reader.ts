import { cleanHeader } from './cells.js'
import type { Section } from './containers/container.js'
import type { Header } from './find-header.js'
import type { Reading } from './formats/format.js'

/** Reads the rows of a section under the header that was found. */
export class SectionReader {
  readonly #section: Section
  readonly #header: Header
  readonly #read: (cells: readonly string[]) => Reading

  constructor(section: Section, header: Header) {
    this.#section = section
    this.#header = header
    this.#read = header.format.open(header.names, header.preamble)
    section.format = header.format.name
    if (header.preamble.period !== undefined) section.period = header.preamble.period
  }

  /** Whether a row is to be read: below the header, and not blank. */
  isBelow(row: number, cells: readonly string[]): boolean {
    return row > this.#header.row && cells.some((cell) => cell.trim() !== '')
  }

  read(row: number, cells: readonly string[]): void {
    // Pages that were put together repeat the header.
    this.#section.read(row, isHeader(cells, this.#header.names) ? { nothing: {} } : this.#read(cells))
  }
}

function isHeader(cells: readonly string[], header: readonly string[]): boolean {
  if (header.length === 0 || cells.length < header.length) return false
  return header.every((name, at) => cleanHeader(cells[at] ?? '') === name)
}
