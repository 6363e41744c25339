import { durationMs } from '../duration.js'
import { FundtrailError } from '../errors.js'
import { iterable } from '../iterable.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type { Period, Problem } from '../types.js'
import { Book } from './assemble/book.js'
import { joinMirrored } from './assemble/join-mirrored.js'
import { readFile } from './read-file.js'
import type {
  FileReport,
  FormatName,
  StatementFile,
  StatementOptions,
  StatementsResult,
  TransferMapping,
} from './types.js'

/**
 * Reads bank files as they came into clean records, accounts with their statement periods, and every problem by file
 * and row. Format, encoding and separator are found in the content; `options.formats` overrides the format of a file.
 * Files are read one after the other and as they flow; what is kept is the records.
 *
 * Bad data never throws: a file or row that cannot be used becomes a problem.
 *
 * @throws FundtrailError 'bad-option'
 */
export async function readStatements(
  files: Iterable<StatementFile>,
  options: StatementOptions = {},
): Promise<StatementsResult> {
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  const timeZone = options.timeZone ?? 'UTC'
  const currency = options.currency ?? 'CNY'
  const within = options.within ?? { minutes: 5 }
  const withinMs = durationMs('within', within)
  const problems: Problem[] = []
  const book = new Book(new TimeReader(timeZone), (problem) => problems.push(problem))
  const reports: FileReport[] = []
  const stated = new Map<string, Period>()
  const names = new Set<string>()
  for (const file of iterable('files', files)) {
    checkFile(file)
    const name = unused(file.name, names)
    const { period, ...report } = await readFile(file, name, formatFor(file.name, options.formats), {
      problem: (problem) => problems.push(problem),
      read: (row, reading) => book.add(name, row, reading),
    })
    reports.push(report)
    if (period !== undefined) stated.set(name, period)
  }
  const { entries, records: apart } = book.assemble(withinMs)
  const records = joinMirrored(entries, apart, { within, timeZone, currency })
  return {
    records: withReversals(records),
    accounts: book.accounts(entries, stated, timeZone, currency),
    problems,
    counts: book.counts(apart.length - records.length),
    files: reports,
  }
}

function formatFor(name: string, formats: StatementOptions['formats']): FormatName | TransferMapping | undefined {
  return formats !== undefined && Object.hasOwn(formats, name) ? formats[name] : undefined
}

function checkFile(file: StatementFile): void {
  if (typeof file !== 'object' || file === null || typeof file.name !== 'string' || file.name === '') {
    const given = typeof file === 'object' && file !== null ? file.name : file
    throw new FundtrailError('bad-option', `a file is named ${show(given)}; it must be { name, data }`, {
      option: 'files',
    })
  }
  const { data, name } = file
  const isStream = typeof data === 'object' && data !== null && Symbol.asyncIterator in data
  if (typeof data === 'string' || data instanceof Uint8Array || isStream) return
  throw new FundtrailError(
    'bad-option',
    `the data of ${show(name)} is ${show(data)}; it must be a Uint8Array, a string or an AsyncIterable of bytes`,
    { option: 'files', file: name },
  )
}

/** A second file of one name is told apart, for ids and problems lead to files by name. */
function unused(name: string, names: Set<string>): string {
  let free = name
  for (let nth = 2; names.has(free); nth++) free = `${name} (${nth})`
  names.add(free)
  return free
}

/** Names the originals of reversals by the ids that they kept when they were joined with their mirror images. */
function withReversals(records: StatementsResult['records']): StatementsResult['records'] {
  if (!records.some(({ reverses }) => reverses !== undefined)) return records
  const kept = new Map<string, string>()
  for (const { id, aliases } of records) for (const alias of aliases ?? []) kept.set(alias, id!)
  return records.map((record) => {
    const reverses = record.reverses === undefined ? undefined : kept.get(record.reverses)
    return reverses === undefined ? record : { ...record, reverses }
  })
}
