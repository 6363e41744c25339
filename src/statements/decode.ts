import { BLOCK } from './blocks.js'

/** Bytes of a container or picture that no text begins with, and what they are. */
const BINARY: readonly [start: readonly number[], what: string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF file'],
  [[0x1f, 0x8b], 'a gzip file'],
]

/** Beginnings of text that is no rows of cells: what programs save under the name of a workbook. */
const MARKUP: readonly [start: RegExp, what: string][] = [
  [/^\s*<(?:!doctype\s+html|html|head|meta|style|body|div|table)\b/i, 'an HTML page'],
  [/^\s*<\?xml\b[\s\S]*?<(?:\?mso-application\s+progid="Excel|(?:\w+:)?Workbook\b)/i, 'an XML spreadsheet of 2003'],
  [/^\s*MIME-Version:/i, 'a web page in one file (MHTML)'],
]

/** What a file is not: rows of text. */
export class NotText extends Error {}

/** @throws NotText where text in UTF-8 begins like one that has no rows. */
export function checkMarkup(head: Buffer): void {
  const start = head.toString('utf8', 0, 2_000)
  for (const [pattern, what] of MARKUP) {
    if (pattern.test(start)) throw new NotText(`${what}; it can be saved again as XLSX or CSV`)
  }
}

/** A file's text as UTF-8, whatever it came in, and what that was. */
export interface Decoded {
  readonly encoding: string
  readonly text: AsyncGenerator<Buffer>
}

/**
 * Finds out the encoding and turns the text into UTF-8 as it flows: by byte order mark, by the zeros of UTF-16, else
 * UTF-8 where the first characters beyond ASCII are valid, and GB18030 where they are not. While all is ASCII nothing
 * is decided.
 */
export async function decode(source: AsyncGenerator<Buffer>, isDecoded: boolean): Promise<Decoded> {
  const first = await source.next()
  const head = first.done === true ? Buffer.alloc(0) : first.value
  if (isDecoded) return { encoding: 'string', text: utf8(head, source) }
  for (const [start, what] of BINARY) {
    if (start.every((byte, at) => head[at] === byte)) throw new NotText(what)
  }
  const wide = wideEncoding(head)
  if (wide !== undefined) return { encoding: wide, text: transcoded([head], source, wide) }
  const held = [head]
  // The encoding is known at the first character beyond ASCII: a heading in Chinese nearly always. Files of digits
  // alone are read as UTF-8 until one comes.
  if (isAscii(head) && head.length === BLOCK) return { encoding: 'utf-8', text: undecided(head, source) }
  if (firstWide(head) > BLOCK - 1024 && head.length === BLOCK) {
    const next = await source.next()
    if (next.done !== true) held.push(next.value)
  }
  if (isUtf8(Buffer.concat(held))) return { encoding: 'utf-8', text: utf8(head, rest(held.slice(1), source)) }
  return { encoding: 'gb18030', text: transcoded(held, source, 'gb18030') }
}

function wideEncoding(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head.length < 4) return undefined
  // Without a mark: separators, digits and line ends have a zero beside them.
  let even = 0
  let odd = 0
  const length = Math.min(head.length, 4096)
  for (let i = 0; i < length; i++) {
    if (head[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  if (odd > length / 20 && even * 10 < odd) return 'utf-16le'
  if (even > length / 20 && odd * 10 < even) return 'utf-16be'
  return undefined
}

function isAscii(bytes: Buffer): boolean {
  return firstWide(bytes) < 0
}

function firstWide(bytes: Buffer): number {
  return bytes.findIndex((byte) => byte > 0x7f)
}

/** Valid as far as it goes: a character may be cut at the end. */
function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

async function* rest(held: Buffer[], source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* held
  yield* source
}

async function* utf8(head: Buffer, source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  yield hasMark ? head.subarray(3) : head
  yield* source
}

async function* undecided(head: Buffer, source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for await (const block of source) {
    if (isAscii(block)) {
      yield block
      continue
    }
    const next = await source.next()
    const held = next.done === true ? [block] : [block, next.value]
    if (isUtf8(Buffer.concat(held))) yield* rest(held, source)
    else yield* transcoded(held, source, 'gb18030')
    return
  }
}

async function* transcoded(held: Buffer[], source: AsyncGenerator<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  for await (const block of rest(held, source)) yield Buffer.from(decoder.decode(block, { stream: true }))
  const end = decoder.decode()
  if (end !== '') yield Buffer.from(end)
}
