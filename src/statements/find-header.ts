import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import { cleanHeader } from './cells.js'
import type { Format, Preamble } from './formats/format.js'
import { FORMATS } from './formats/index.js'
import { MESSAGE_NAMES } from './formats/iso/message-name.js'
import { mappedList } from './formats/mapped-list.js'
import { readPreamble } from './read-preamble.js'
import type { FormatName, Mapping } from './types.js'

/** Rows among which a header is looked for, and how many of its columns a format must know. */
export const HEAD_ROWS = 40
const LEAST_SCORE = 3

/** Where the rows of a section begin, and how they are to be read. */
export interface Header {
  format: Format
  /** The row of the header, 0 where there is none. */
  row: number
  names: string[]
  preamble: Preamble
}

interface HeadRow {
  readonly number: number
  readonly cells: readonly string[]
}

/**
 * Looks for the header row and format that fit best. A format or mapping that the caller gave is the only one looked
 * for. `name` is the file's, for what it says of the bank.
 */
export class HeaderSearch {
  readonly #given: FormatName | Mapping | undefined
  readonly #name: string
  readonly #formats: readonly Format[]
  #best: (Omit<Header, 'preamble'> & { score: number; before: readonly HeadRow[] }) | undefined

  /** @throws FundtrailError 'bad-option' */
  constructor(given: FormatName | Mapping | undefined, name: string) {
    this.#given = given
    this.#name = name
    this.#formats = given === undefined ? FORMATS : [formatOf(given)]
  }

  /** Looks through the first rows, read in one way; says whether they have a better header than any before. */
  offer(rows: readonly HeadRow[]): boolean {
    const before = this.#best
    const given = this.#given
    if (typeof given === 'object' && given.headerRow === 0 && (rows[0]?.cells.length ?? 0) > 1) {
      this.#best ??= { format: this.#formats[0]!, row: 0, names: [], score: 0, before: [] }
    }
    rows.slice(0, HEAD_ROWS).forEach((row, at) => {
      if (typeof given === 'object' && given.headerRow !== undefined && given.headerRow !== row.number) return
      const names = trimmed(row.cells.map(cleanHeader))
      for (const format of this.#formats) {
        const score = format.score(names)
        if (score < (given === undefined ? LEAST_SCORE : 1) || score <= (this.#best?.score ?? 0)) continue
        this.#best = { format, row: row.number, names, score, before: rows.slice(0, at) }
      }
    })
    return this.#best !== before
  }

  found(): Header | undefined {
    if (this.#best === undefined) return undefined
    const { format, row, names, before } = this.#best
    return {
      format,
      row,
      names,
      preamble: readPreamble(
        before.map(({ cells }) => cells),
        this.#name,
      ),
    }
  }
}

function formatOf(given: FormatName | Mapping): Format {
  if (typeof given === 'object') return mappedList(given)
  const format = FORMATS.find(({ name }) => name === given)
  if (format !== undefined) return format
  const names = [...FORMATS.map((known) => known.name), ...MESSAGE_NAMES].join(', ')
  throw new FundtrailError('bad-option', `formats names ${show(given)}; it must be one of ${names}, or a mapping`, {
    option: 'formats',
    value: given,
  })
}

function trimmed(names: string[]): string[] {
  let length = names.length
  while (length > 0 && names[length - 1] === '') length--
  return names.slice(0, length)
}
