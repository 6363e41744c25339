import { currencyTable } from '../currencies.js'
import { FundtrailError } from '../errors.js'
import { iterable } from '../iterable.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type {
  BuildCounts,
  BuildOptions,
  Coverage,
  Problem,
  Shortfall,
  Ties,
  TransferRecord,
  Undecided,
} from '../types.js'
import { AccountBook } from './account-book.js'
import { assignLedgers } from './assign-ledgers.js'
import { declareOpenings } from './declare-openings.js'
import type { GraphData } from './graph-data.js'
import { layOut } from './lay-out.js'
import { listUndecided } from './list-undecided.js'
import { mergeDuplicates } from './merge-duplicates.js'
import { MoneyGraph } from './money-graph.js'
import { pairReversals } from './pair-reversals.js'
import { readAccounts } from './read-accounts.js'
import { TransferReader } from './read-transfers.js'
import { settleRows } from './settle-rows.js'
import { sortByTime } from './sort-by-time.js'
import { REVERSED, TransferRows } from './transfer-rows.js'

export interface BuildResult {
  graph: MoneyGraph
  /** What was wrong with the records, and what was done about it. */
  problems: Problem[]
  counts: BuildCounts
  /** What rests on `ties` alone, and on the place in their day of rows without a time. Listed when it is first read. */
  readonly undecided: Undecided
}

/** Room to begin with where nobody knows how many records will come. */
const UNKNOWN_LENGTH = 1024

const COVERAGES: readonly Coverage[] = ['complete', 'statements']
const SHORTFALLS: readonly Shortfall[] = ['opening', 'unseen-credit', 'overdraft']
const TIES: readonly Ties[] = ['records', 'credits-first', 'debits-first']

/**
 * A build that is never let go. V8 throws compiled code away when the last object of a class that it knows is gone, so
 * a program that builds one graph after another would run every build in the interpreter first.
 */
const kept: Built[] = []
const EXAMPLE: TransferRecord[] = [
  { id: 'a', from: 'a', to: 'b', amount: '1.00', time: '2000-01-01T00:00:00.001Z' },
  { id: 'b', from: 'b', to: 'a', amount: '1.00', time: '2000-01-01T00:00:00.002Z' },
]

/**
 * Builds the money graph from transfer records, in one pass over them: any iterable will do, and nothing of it is kept.
 *
 * Bad rows never throw; each comes back as a problem with its row and reason, and the rest is used. Every row is
 * counted once: rows = accepted + merged + excluded + rejected.
 *
 * @throws FundtrailError 'bad-option' for options that make no sense
 */
export function buildMoneyGraph(records: Iterable<TransferRecord>, options: BuildOptions = {}): BuildResult {
  if (kept.length === 0) kept.push(build(EXAMPLE, {}))
  return build(records, options).result
}

interface Built {
  result: BuildResult
  reader: TransferReader
}

function build(records: Iterable<TransferRecord>, options: BuildOptions): Built {
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  const problems: Problem[] = []
  const decimals = currencyTable(options.currencies)
  const currency = options.currency ?? 'CNY'
  if (!decimals.has(currency)) {
    throw new FundtrailError(
      'bad-option',
      `currency is ${show(currency)}; it must be an ISO 4217 code or a key of options.currencies`,
      { option: 'currency', value: currency },
    )
  }
  const shortfall = oneOf('shortfall', SHORTFALLS, options.shortfall ?? 'opening')
  const ties = oneOf('ties', TIES, options.ties ?? 'records')
  const time = new TimeReader(options.timeZone ?? 'UTC')
  const accounts = new AccountBook()
  readAccounts(iterable('accounts', options.accounts ?? []), accounts, time, problems)
  const coverage = oneOf('coverage', COVERAGES, options.coverage ?? defaultCoverage(accounts))
  // A little more than the records, for the pseudo-entries.
  const rows = new TransferRows(Array.isArray(records) ? Math.ceil(records.length * 1.05) + 64 : UNKNOWN_LENGTH)
  const reader = new TransferReader({ rows, accounts, time, decimals, currency, problems })
  readAll(iterable('records', records), reader)
  const { counts, currencies, refusals } = reader
  const recordCount = rows.size

  mergeDuplicates(rows, reader.aliases, counts, problems)
  const ledgers = assignLedgers({ rows, accounts, coverage, currencies, counts, refusals, problems })
  settleRows(rows, accounts, problems)
  const reversals = pairReversals(rows, counts, problems)
  const order = sortByTime(rows)
  const anchors = declareOpenings({ order, rows, ledgers, accounts, currencies, decimals, currency, problems })
  const { timeZone } = time
  const money = { currencies, decimals: currencies.map((code) => decimals.get(code)!) }
  const how = { timeZone, shortfall, ties, problems }
  const laidOut = layOut({ order, rows, ledgers, accounts, anchors, reversals, ...money, ...how })

  // The passes report as they go; a reader wants the problems by row.
  problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  if (counts.rows !== counts.accepted + counts.merged + counts.excluded + counts.rejected) {
    throw new FundtrailError('internal', 'the counts do not add up to the rows', { counts })
  }
  const accepted = (row: number) => (rows.flags[row]! & REVERSED) === 0
  const data: GraphData = {
    accounts,
    rows,
    records: recordCount,
    accepted: counts.accepted,
    ledgers,
    anchors,
    reversals,
    ...laidOut,
    refusals,
    ...money,
    currency,
    timeZone,
    coverage,
    shortfall,
    ties,
    first: instantOf(rows, order.find(accepted)),
    last: instantOf(rows, order.findLast(accepted)),
  }
  return { result: withUndecided({ graph: new MoneyGraph(data), problems, counts }, data), reader }
}

/** A loop of its own, so that it is compiled on its own, and early. */
function readAll(records: Iterable<TransferRecord>, reader: TransferReader): void {
  for (const record of records) reader.read(record)
  reader.finish()
}

function defaultCoverage(accounts: AccountBook): Coverage {
  for (let index = 0; index < accounts.size; index++) {
    if ((accounts.info(index)?.stretches.length ?? 0) > 0) return 'statements'
  }
  return 'complete'
}

function instantOf(rows: TransferRows, row: number | undefined): { ms: number; sub: number } | undefined {
  return row === undefined ? undefined : { ms: rows.time[row]!, sub: rows.subOf(row) }
}

function withUndecided(result: Omit<BuildResult, 'undecided'>, data: GraphData): BuildResult {
  let undecided: Undecided | undefined
  return {
    ...result,
    get undecided() {
      undecided ??= listUndecided(data)
      return undecided
    },
  }
}

function oneOf<T extends string>(option: string, allowed: readonly T[], value: T): T {
  if (allowed.includes(value)) return value
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be one of ${allowed.join(', ')}`, {
    option,
    value,
  })
}
