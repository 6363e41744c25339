import { FundtrailError } from '../errors.js'
import type { Problem } from '../types.js'
import { blocks } from './blocks.js'
import type { Container, Section } from './containers/container.js'
import { textContainer } from './containers/text.js'
import { workbookContainer } from './containers/workbook.js'
import { xmlContainer } from './containers/xml.js'
import { NotText } from './decode.js'
import type { PartReading, Reading } from './formats/format.js'
import type { FormatName, Mapping, StatementFile } from './types.js'

/** The first that fits a file reads it; text fits every file. */
const CONTAINERS: readonly Container[] = [
  // One line for each kind of file; text last.
  workbookContainer,
  xmlContainer,
  textContainer,
]

/** What is to be told of a file while it is read. */
interface FileSink {
  /** A name for a section: this one, or one near it if another section has it. */
  nameOf(wanted: string): string
  /** The format that the caller gave for a file or a section of this name. */
  givenFor(name: string): FormatName | Mapping | undefined
  problem(problem: Problem): void
  /** Every row under a header that is not blank, in order; and what a message says of a statement. */
  read(section: string, row: number, reading: Reading | PartReading): void
}

/** Reads one file as it flows, by the container that it is; returns its sections, one or more. */
export async function readFile({ name, data }: StatementFile, sink: FileSink): Promise<Section[]> {
  const sections: Section[] = []
  const section = (part?: string): Section => {
    const begun = begin(name, part, sink)
    sections.push(begun)
    return begun
  }
  try {
    const source = blocks(data)
    const first = await source.next()
    const head = first.done === true ? Buffer.alloc(0) : first.value
    const isString = typeof data === 'string'
    const container = CONTAINERS.find(({ fits }) => fits(head, sink.givenFor(name)))!
    await container.read({ name, blocks: joined(head, source), isString, section })
  } catch (error) {
    if (error instanceof FundtrailError) throw error
    const last = sections.at(-1) ?? section()
    if (error instanceof NotText) last.tell('not-text', 'error', `it is not read, for it is ${error.message}`)
    else last.tell('unreadable-file', 'error', `reading it failed: ${message(error)}`)
  }
  return sections
}

function begin(file: string, part: string | undefined, sink: FileSink): Section {
  const wanted = part === undefined ? file : `${file} [${part}]`
  const name = sink.nameOf(wanted)
  return {
    name,
    given: sink.givenFor(wanted) ?? sink.givenFor(file),
    format: 'unknown',
    encoding: 'unknown',
    rows: 0,
    read(row, reading) {
      this.rows++
      sink.read(name, row, reading)
    },
    state(row, reading) {
      sink.read(name, row, reading)
    },
    tell(code, severity, message, row) {
      sink.problem({ code, severity, message, file: name, ...(row !== undefined && { row }) })
    },
  }
}

async function* joined(head: Buffer, source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* source
}

function message(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'the stream failed'
}
