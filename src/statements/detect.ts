import { HEAD_ROWS, type Header, HeaderSearch } from './find-header.js'
import { type Row, readRows } from './rows.js'
import type { FormatName, Mapping } from './types.js'

const SLICE = 4_096
const SEPARATORS = [',', '\t', ';']

/** The separator, and the header that its rows have, that fit best in the beginning of a text. */
export async function detect(
  head: Buffer,
  isWhole: boolean,
  given: FormatName | Mapping | undefined,
  name: string,
): Promise<{ separator: string; header: Header } | undefined> {
  const search = new HeaderSearch(given, name)
  let separator = ''
  for (const tried of SEPARATORS) {
    if (search.offer(await firstRows(head, isWhole, tried))) separator = tried
  }
  const header = search.found()
  return header && { separator, header }
}

async function firstRows(head: Buffer, isWhole: boolean, separator: string): Promise<Row[]> {
  const rows: Row[] = []
  // The last line of the block may be cut; where the file goes on it is no header.
  const end = isWhole ? head.length : head.lastIndexOf(10) + 1 || head.length
  for await (const some of readRows(slices(head.subarray(0, end)), separator)) {
    rows.push(...some.slice(0, HEAD_ROWS - rows.length))
    if (rows.length >= HEAD_ROWS) break
  }
  return rows
}

/** In small pieces, for the first rows are enough. */
async function* slices(block: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < block.length; at += SLICE) yield block.subarray(at, at + SLICE)
}
