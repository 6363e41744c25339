import { durationMs } from '../duration.js'
import { FundtrailError } from '../errors.js'
import { iterable } from '../iterable.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import { Book } from './assemble/book.js'
import { CappedProblems } from './capped.js'
import type { StatedPeriod } from './formats/format.js'
import { readFile } from './read-file.js'
import type { FileReport, FormatName, Mapping, StatementFile, StatementOptions, StatementsResult } from './types.js'

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
  const longestMs = durationMs('orderWithin', options.orderWithin ?? { days: 3 })
  const problems = new CappedProblems()
  const book = new Book(new TimeReader(timeZone), (problem) => problems.add(problem))
  for (const numbers of sameAccounts(options.sameAccounts)) book.join(numbers)
  const reports: FileReport[] = []
  const stated = new Map<string, StatedPeriod>()
  const names = new Set<string>()
  for (const file of iterable('files', files)) {
    checkFile(file)
    const sections = await readFile(file, {
      nameOf: (wanted) => unused(wanted, names),
      givenFor: (name) => formatFor(name, options.formats),
      problem: (problem) => problems.add(problem),
      read: (section, row, reading) => book.add(section, row, reading),
    })
    for (const { name, format, encoding, rows, period } of sections) {
      reports.push({ name, format, encoding, rows })
      if (period !== undefined) stated.set(name, period)
    }
  }
  const records = book.assemble({ within, withinMs, longestMs, timeZone, currency })
  return {
    records: withReversals(records),
    accounts: book.accounts(records, stated, timeZone, currency),
    problems: problems.rest(),
    counts: book.counts(),
    files: reports,
  }
}

function sameAccounts(groups: StatementOptions['sameAccounts'] = []): string[][] {
  const isRight =
    Array.isArray(groups) &&
    groups.every((group) => Array.isArray(group) && group.every((id) => typeof id === 'string' && id.trim() !== ''))
  if (isRight) return groups
  throw new FundtrailError(
    'bad-option',
    `sameAccounts is ${show(groups)}; it must be a list of lists of account numbers, each list of one account`,
    { option: 'sameAccounts' },
  )
}

function formatFor(name: string, formats: StatementOptions['formats']): FormatName | Mapping | undefined {
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

/** A second file or sheet of one name is told apart, for ids and problems lead to them by name. */
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
