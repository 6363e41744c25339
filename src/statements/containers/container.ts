import type { Problem } from '../../types.js'
import type { PartReading, Reading, StatedPeriod } from '../formats/format.js'
import type { FileReport, FormatName, Mapping } from '../types.js'

/** A way in which rows are packed into a file: text, a workbook, XML. */
export interface Container {
  /**
   * Whether a file is packed so, by the bytes it begins with: its first block, at most 65,536 bytes; or by the format or
   * mapping that the caller gave.
   */
  fits(head: Buffer, given: FormatName | Mapping | undefined): boolean
  /**
   * Reads the file, a section after the other. An error that is thrown becomes a problem of the section it came up in:
   * what was read before stays. A heavy library is imported in here, when such a file has come, and not before.
   */
  read(file: OpenFile): Promise<void>
}

/** A file as its container gets it. */
interface OpenFile {
  /** For messages and for what the name says of the bank; sections have names of their own. */
  readonly name: string
  /** Its bytes from the first on, in blocks of 65,536. */
  readonly blocks: AsyncGenerator<Buffer>
  /** It came as a string, and the blocks are UTF-8. */
  readonly isString: boolean
  /** Begins the one section of the file, or with a name one of several, such as a sheet. */
  section(part?: string): Section
}

/** What has rows of its own, and a report: a whole file of text, one sheet of a workbook. */
export interface Section extends FileReport {
  /** For ids, sources and problems: of the file, or `file [part]`. No other section has it. */
  readonly name: string
  /** The format or mapping that the caller gave. */
  readonly given: FormatName | Mapping | undefined
  /** The period that it says it covers. */
  period?: StatedPeriod
  /** Takes in one row, in order; counts it. */
  read(row: number, reading: Reading): void
  /** Takes in what a message says of a whole statement, after that row. */
  state(row: number, reading: PartReading): void
  tell(code: string, severity: Problem['severity'], message: string, row?: number): void
}
