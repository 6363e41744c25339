import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Problem } from '../../types.js'
import type { PartReading, Reading } from '../formats/format.js'
import { MESSAGE_FORMATS } from '../formats/iso/index.js'
import type { MessageFormat, Out } from '../formats/iso/message-format.js'
import { MESSAGE_NAMES, type MessageName } from '../formats/iso/message-name.js'
import type { Xml } from '../formats/iso/node.js'
import type { Container } from './container.js'
import { isDeeper } from './xml-depth.js'
import { isXml, readXmlText, XmlRefused } from './xml-text.js'

/** Elements within each other: messages have some fifteen. */
const DEPTH = 64
/** Beyond this the file is not parsed at all, where a faulty entry costs itself alone. */
const FILE_DEPTH = 131_072
/** How far below the root a Document is looked for. */
const ENVELOPE = 4
/** Entries of a message stay text until they are read: what is held of them is the file's text alone. */
const ENTRIES = ['Ntry', 'CdtTrfTxInf', 'TxInf']

const OPTIONS = {
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // Nothing is a number: 1.10 and account 0100 stay as they are.
  parseTagValue: false,
  parseAttributeValue: false,
  // No entity is looked up, declared ones least of all; the five of XML itself are read with the text.
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEPTH,
  jPath: false,
  transformTagName: (name: string) => name.slice(name.indexOf(':') + 1),
} as const

/** What is to be told of an XML file while it is read. */
interface XmlSink {
  problem(problem: Problem): void
  /** Every entry or payment, in order, numbered from 1; statements have the number of the row before. */
  read(row: number, reading: Reading | PartReading): void
}

/** XML: the messages of ISO 20022 that it holds. */
export const xmlContainer: Container = {
  fits: (head, given) => (given === undefined ? isXml(head) : MESSAGE_NAMES.some((known) => known === given)),
  async read(file) {
    const section = file.section()
    const { given } = section
    const { format, encoding } = await readXml(
      file.blocks,
      file.isString,
      section.name,
      MESSAGE_NAMES.find((known) => known === given),
      {
        problem: ({ code, severity, message, row }) => section.tell(code, severity, message, row),
        read: (row, reading) => ('statement' in reading ? section.state(row, reading) : section.read(row, reading)),
      },
    )
    section.format = format
    section.encoding = encoding
  },
}

/**
 * Reads the messages of an XML file: each Document, whether it is the root or stands in an envelope, by the element
 * below it. An entry is parsed when it is read, and a faulty one costs itself alone.
 */
async function readXml(
  source: AsyncIterable<Buffer>,
  isDecoded: boolean,
  name: string,
  given: MessageName | undefined,
  sink: XmlSink,
): Promise<{ format: string; encoding: string; rows: number }> {
  const report = { format: 'unknown', encoding: 'unknown', rows: 0 }
  const tell = (code: string, severity: Problem['severity'], message: string, row?: number) =>
    sink.problem({ code, severity, message, file: name, ...(row !== undefined && { row }) })
  try {
    const { text, encoding } = await readXmlText(source, isDecoded)
    report.encoding = encoding
    if (text.trim() === '') {
      tell('empty-file', 'error', 'the file is empty')
      return report
    }
    const messages = messagesOf(parse(text), given)
    if (messages.length === 0) {
      const wanted = given ?? MESSAGE_FORMATS.map((format) => format.name).join(', ')
      tell('unknown-format', 'error', `it holds no message of ISO 20022 that is read: ${wanted}`)
      return report
    }
    if (text.includes('\ufffd')) tell('undecodable', 'warning', `bytes that are no ${encoding}, or a sign for such`)
    report.format = [...new Set(messages.map(({ format }) => format.name))].join(', ')
    const out = outTo(report, sink, tell)
    let part = 1
    for (const { format, message, namespaces } of messages) {
      const foreign = namespaces.find((space) => !space.includes(format.name))
      if (namespaces.length > 0 && !namespaces.some((space) => space.includes(format.name))) {
        tell('wrong-namespace', 'warning', `a ${format.name} message in the namespace ${JSON.stringify(foreign)}`)
      }
      part = format.read(message, part, out)
    }
  } catch (error) {
    if (error instanceof XmlRefused) tell(error.code, 'error', error.message)
    else tell('unreadable-file', 'error', `reading it failed: ${messageOf(error)}`)
  }
  return report
}

function outTo(
  report: { rows: number },
  sink: XmlSink,
  tell: (code: string, severity: Problem['severity'], message: string, row?: number) => void,
): Out {
  const parser = new XMLParser(OPTIONS)
  return {
    row: (reading) => sink.read(++report.rows, reading),
    statement: (reading) => sink.read(report.rows, reading),
    warn: (code, message, of) => tell(code, 'warning', message, of === 'row' ? report.rows + 1 : undefined),
    open(element) {
      const inner = typeof element === 'string' ? element : (element as { '#text'?: unknown })['#text']
      if (typeof inner !== 'string') return {}
      try {
        return (parser.parse(`<entry>${inner}</entry>`) as { entry?: Xml }).entry
      } catch (error) {
        sink.read(++report.rows, {
          fault: { code: 'unreadable-entry', message: `no XML that is read: ${messageOf(error)}` },
        })
        return undefined
      }
    },
  }
}

/** @throws XmlRefused */
function parse(text: string): Xml {
  refuseDoctype(text)
  if (isDeeper(text, FILE_DEPTH)) {
    throw new XmlRefused(
      'unreadable-file',
      `elements stand more than ${FILE_DEPTH} deep within each other; it is not read`,
    )
  }
  const valid = XMLValidator.validate(text)
  if (valid !== true) {
    const { msg, line } = valid.err
    throw new XmlRefused('unreadable-file', `it is no XML, or cut off: line ${line}: ${msg.slice(0, 200)}`)
  }
  return new XMLParser({ ...OPTIONS, stopNodes: ENTRIES.map((name) => `..${name}`) }).parse(text) as Xml
}

/** A DOCTYPE, which may define entities, stands before the root: no message has one, and none is looked into. */
function refuseDoctype(text: string): void {
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined
    if (end === undefined) break
    const close = text.indexOf(end, at)
    if (close < 0) break
    at = close + end.length
  }
  if (/^<!DOCTYPE/i.test(text.slice(at, at + 9))) {
    throw new XmlRefused('doctype', 'it has a DOCTYPE, which may define entities; such a file is not read')
  }
}

interface Message {
  format: MessageFormat
  message: Xml
  /** The namespaces that its Document declares. */
  namespaces: string[]
}

/** The messages below every Document; also one that is the root itself. */
function messagesOf(root: Xml, given: MessageName | undefined): Message[] {
  const found: Message[] = []
  const look = (node: Xml, depth: number, inherited: string[]) => {
    if (typeof node !== 'object' || node === null) return
    const own = namespacesOf(node)
    const namespaces = own.length > 0 ? own : inherited
    for (const [name, child] of Object.entries(node)) {
      if (name.startsWith('@')) continue
      const format = MESSAGE_FORMATS.find((one) => isElementOf(one, name))
      for (const element of Array.isArray(child) ? child : [child]) {
        if (format === undefined) {
          if (depth < ENVELOPE) look(element, depth + 1, namespaces)
        } else if (given === undefined || given === format.name) {
          const inner = namespacesOf(element)
          found.push({ format, message: element, namespaces: inner.length > 0 ? inner : namespaces })
        }
      }
    }
  }
  look(root, 0, [])
  return found
}

/** The first versions have their number behind the element, and name some by the message: pacs.008.001.01. */
function isElementOf({ element, name: family }: MessageFormat, name: string): boolean {
  return (
    (name.startsWith(element) && /^(?:V\d\d)?$/.test(name.slice(element.length))) || name.startsWith(`${family}.001.`)
  )
}

function namespacesOf(node: Xml): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, value]) => {
    const isDeclaration = name === '@xmlns' || name.startsWith('@xmlns:')
    return isDeclaration && typeof value === 'string' && !value.includes('www.w3.org') ? [value.slice(0, 100)] : []
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'the stream failed'
}
