import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import { cleanAccount, cleanHeader, cleanText } from './cells.js'
import type { Format, Preamble } from './formats/format.js'
import { FORMATS } from './formats/index.js'
import { mappedList } from './formats/mapped-list.js'
import { type Row, readRows } from './rows.js'
import { readTime } from './times.js'
import type { FormatName, Mapping } from './types.js'

/** Rows among which a header is looked for, and how many of its columns a format must know. */
const HEAD_ROWS = 40
const LEAST_SCORE = 3
const SLICE = 4_096
const SEPARATORS = [',', '\t', ';']

/** How a file is to be read. */
export interface Found {
  format: Format
  separator: string
  headerRow: number
  header: string[]
  preamble: Preamble
}

/**
 * The format, the separator and the header row that fit best in the beginning of a file. A format or mapping that the
 * caller gave is the only one looked for.
 */
export async function detect(
  head: Buffer,
  isWhole: boolean,
  given: FormatName | Mapping | undefined,
  name: string,
): Promise<Found | undefined> {
  const formats = given === undefined ? FORMATS : [formatOf(given)]
  let best: (Omit<Found, 'preamble'> & { score: number; before: Row[] }) | undefined
  for (const separator of SEPARATORS) {
    const rows = await firstRows(head, isWhole, separator)
    if (typeof given === 'object' && given.headerRow === 0 && (rows[0]?.cells.length ?? 0) > 1) {
      best ??= { format: formats[0]!, separator, headerRow: 0, header: [], score: 0, before: [] }
    }
    rows.forEach((row, at) => {
      if (typeof given === 'object' && given.headerRow !== undefined && given.headerRow !== row.number) return
      const header = trimmed(row.cells.map(cleanHeader))
      for (const format of formats) {
        const score = format.score(header)
        if (score < (given === undefined ? LEAST_SCORE : 1) || score <= (best?.score ?? 0)) continue
        best = { format, separator, headerRow: row.number, header, score, before: rows.slice(0, at) }
      }
    })
  }
  if (best === undefined) return undefined
  const { score: _, before, ...found } = best
  return { ...found, preamble: readPreamble(before, name) }
}

function formatOf(given: FormatName | Mapping): Format {
  if (typeof given === 'object') return mappedList(given)
  const format = FORMATS.find(({ name }) => name === given)
  if (format !== undefined) return format
  const names = FORMATS.map((known) => known.name).join(', ')
  throw new FundtrailError('bad-option', `formats names ${show(given)}; it must be one of ${names}, or a mapping`, {
    option: 'formats',
    value: given,
  })
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

function trimmed(names: string[]): string[] {
  let length = names.length
  while (length > 0 && names[length - 1] === '') length--
  return names.slice(0, length)
}

/** What the lines above a header, and the name of the file, say of the account. */
function readPreamble(before: readonly Row[], name: string): Preamble {
  const text = before
    .map(({ cells }) => cells.map(cleanText).join(' '))
    .join('\n')
    .slice(0, 20_000)
    .normalize('NFKC')
  const account = /(?:卡号|账号|帐号|支付宝账户|客户账号)\s*:\s*\[?([0-9A-Za-z*@._-]{4,})/.exec(text)?.[1]
  const holder = /(?:户名|姓名|账户名称|客户姓名|微信昵称)\s*:\s*\[?([^\s,\]]+)/.exec(text)?.[1]
  const from = /(?:起始|开始)(?:时间|日期)\s*:\s*\[?([0-9][0-9 :/.-]*)/.exec(text)?.[1]
  const to = /(?:终止|截止|结束)(?:时间|日期)\s*:\s*\[?([0-9][0-9 :/.-]*)/.exec(text)?.[1]
  const start = readTime(from)
  const end = readTime(to)
  return {
    account: cleanAccount(account),
    holder: holder ?? '',
    institution: /^(?:.*[/\\])?([^/\\]{1,20}?银行)/.exec(name)?.[1] ?? '',
    ...(start !== undefined && end !== undefined && start <= end && { period: { from: start, to: end } }),
  }
}
