import type { PartReading, Reading } from '../format.js'
import type { MessageName } from './message-name.js'
import type { Xml } from './node.js'

/** Where the rows of a message go, in order. */
export interface Out {
  row(reading: Reading): void
  statement(reading: PartReading): void
  /** A warning of the row that follows, or of the message as a whole. */
  warn(code: string, message: string, of: 'row' | 'file'): void
  /** The elements of one entry or transaction, which are parsed only when they are needed. */
  open(element: Xml): Xml | undefined
}

/** One family of messages: how to know it, and how to read it. */
export interface MessageFormat {
  readonly name: MessageName
  /** The element below Document, without the version that the first ones had behind it. */
  readonly element: string
  /** `part` counts the statements, reports and notifications of the file from 1; returns the next. */
  read(message: Xml, part: number, out: Out): number
}
