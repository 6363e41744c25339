import { groupBy } from '../../group-by.js'
import { show } from '../../show.js'
import type { Money } from '../money-options.js'
import { openingRecord } from '../opening-record.js'
import { type PairRow, pairReversals, type ReversedPair } from '../pair-reversals.js'
import { withoutPoint, withPoint } from '../points.js'
import { isFollowed, MICROSECONDS, msOf, statementWindow } from '../statement-window.js'
import type { StoredAccount } from '../stored-row.js'
import type { StatementAnswer, StatementQuery, StoredTransfer } from '../types.js'
import type { AnswerRow } from './answer.js'
import type { ExternalTable } from './external-table.js'
import { openingBalance } from './opening-balance.js'
import type { ClickHouseQuery } from './query.js'
import {
  type AccountHistory,
  around,
  groupWindows,
  readHistories,
  type Window,
  windowsAsked,
} from './read-histories.js'
import { endPages } from './read-pages.js'
import { safe, unitRow, unusable } from './rows.js'
import { BY_SHARD, EVER, type HistoryNeed } from './statements-sql.js'
import type { Store } from './store.js'

/** A history whose turnover is beyond this many units could not be summed in 64 bits. */
const MOST_TURNOVER = 4e18

interface Asking extends Money {
  store: Store
  query: ClickHouseQuery
  /** Rows of history that a shard sorts at once. */
  rowsAtOnce: number
  recordOf(row: AnswerRow, scale: number | undefined): StoredTransfer
}

type Facts = ReadonlyMap<string, StoredAccount>

interface AnsweredWindow extends Window {
  request: StatementQuery
  opening: string | undefined
  /** When the account's last row is. */
  last: number
  /** Whether this is only a page. */
  more: boolean
}

/** The statements of accounts, each from an instant on, with the balances just before. */
export async function answerStatements(
  asking: Asking,
  requests: readonly StatementQuery[],
  facts: Facts,
  signal: AbortSignal | undefined,
): Promise<Required<StatementAnswer>> {
  const isEmpty = Number.isNaN(asking.store.last)
  const followed = isEmpty ? [] : requests.filter(({ account }) => isFollowed(facts.get(account)?.facts))
  const [known, fresh] = [true, false].map((kind) => followed.filter((request) => continues(request) === kind))
  const windows = [
    ...(await windowsOf(asking, fresh!, EVER.from, facts, signal)),
    ...(await windowsOf(asking, known!, firstOf(known!), facts, signal)),
  ]
  await endPages(asking, windows, signal)
  const answer: Required<StatementAnswer> = { records: [], accounts: [], more: [] }
  const histories = new Map<string, AccountHistory>()
  for (const group of groupWindows(windows, asking.rowsAtOnce)) {
    const found = await readHistories(asking, group, signal)
    for (const [account, history] of found) histories.set(account, history)
    // Not spread into a call: a hub may have more rows than that takes arguments.
    answer.records = answer.records.concat(await readRows(asking, group, found, signal))
  }
  const windowByAccount = new Map(windows.map((window) => [window.account, window]))
  answer.accounts = requests.map(({ account }) => {
    const known = facts.get(account)?.facts ?? { id: account }
    const window = windowByAccount.get(account)
    if (window === undefined) return known
    const period = { from: msOf(window.from), to: msOf(window.to) }
    return openingRecord(known, period, openingsOf(asking, window, histories.get(account)!))
  })
  answer.more = windows.filter((window) => window.more).map(({ account }) => account)
  return answer
}

/** Whether what comes before is known to the caller: only what comes behind is looked at. */
function continues({ continues = false, since }: StatementQuery): boolean {
  return continues && since !== undefined
}

/** The first instant of any question, in microseconds. */
function firstOf(requests: readonly StatementQuery[]): number {
  return Math.min(...requests.map(({ since }) => since!.getTime() * MICROSECONDS))
}

/** What each question is answered with, apart from pages; of the accounts only what is there from an instant on. */
async function windowsOf(
  { store, query, shortfall }: Asking,
  requests: readonly StatementQuery[],
  from: number,
  facts: Facts,
  signal: AbortSignal | undefined,
): Promise<AnsweredWindow[]> {
  if (requests.length === 0) return []
  const asked = accountsAsked(requests.map(({ account }) => account))
  const summary = groupBy(
    await query(store.sql.summary(from), [asked], signal, BY_SHARD),
    ({ owner }) => owner as string,
  )
  for (const rows of summary.values()) checkSummary(rows, store)
  const count = (account: string, column: string) =>
    (summary.get(account) ?? []).reduce((sum, row) => sum + Number(row[column]), 0)
  const reversing = requests.map(({ account }) => account).filter((account) => count(account, 'reversals') > 0)
  const pairs = await readPairs(store, query, reversing, from, signal)
  return requests.map((request) => {
    const { account } = request
    const isKnown = continues(request)
    const opening = isKnown ? undefined : facts.get(account)?.opening
    const isStated = count(account, 'stated') > 0
    const isInferred = !isStated && opening === undefined && shortfall === 'opening'
    // What is spent before its reversal is lent for a while, which no running sum shows: the rows have to.
    const lends = !isKnown && (shortfall === 'unseen-credit' || (shortfall === 'opening' && !isInferred))
    let need: HistoryNeed = 'all'
    if (isKnown) need = 'none'
    else if (isInferred) need = 'least'
    else if (!isStated && shortfall !== 'opening') need = shortfall === 'overdraft' ? 'total' : 'low'
    const own = pairs.get(account) ?? []
    return {
      account,
      request,
      opening,
      need,
      pairs: own,
      rows: count(account, 'rows'),
      last: Math.max(...(summary.get(account) ?? []).map(({ last }) => safe('time', last))),
      more: false,
      ...statementWindow(store, request, own, lends),
    }
  })
}

function checkSummary(rows: readonly AnswerRow[], store: Store): void {
  const [{ owner } = {}] = rows
  if (new Set(rows.map(({ code }) => code)).size < rows.length) {
    throw unusable(`rows of account ${show(owner)} are on several shards; the table must be sharded by account`)
  }
  // A Distributed table may say otherwise than the tables beneath it, and a float would be cut to fit.
  const odd = rows.find(({ amountType }) => amountType !== store.amountType)
  if (odd !== undefined) {
    throw unusable(`amount is ${odd['amountType']} on the shard of ${show(owner)}; it must be ${store.amountType}`)
  }
  if (rows.some(({ turnover }) => !(Number(turnover) <= MOST_TURNOVER))) {
    throw unusable(`what account ${show(owner)} has turned over is too much to be counted`)
  }
}

/** By account, its transfers that were reversed. */
async function readPairs(
  { sql }: Store,
  query: ClickHouseQuery,
  accounts: readonly string[],
  from: number,
  signal: AbortSignal | undefined,
): Promise<Map<string, ReversedPair[]>> {
  if (accounts.length === 0) return new Map()
  const read = async (statement: string, table: ExternalTable) =>
    (await query(statement, [table], signal)).map((row): PairRow => {
      const { reverses, ...rest } = unitRow(row)
      return { ...rest, reverses: reverses ?? '' }
    })
  const reversals = await read(sql.reversals(from), accountsAsked(accounts))
  const wanted = reversals.map(({ account, reverses }) => [account, reverses])
  const originals =
    wanted.length === 0
      ? []
      : await read(sql.originals(from), { name: 'asked', structure: 'account String, id String', rows: wanted })
  const rowsOf = groupBy([...reversals, ...originals], ({ account }) => account)
  return new Map([...rowsOf].map(([account, rows]) => [account, pairReversals(rows)]))
}

/** Reads the rows of the windows: as many as were counted, or something is missing. */
async function readRows(
  { store, query, recordOf }: Asking,
  windows: readonly Window[],
  histories: ReadonlyMap<string, AccountHistory>,
  signal: AbortSignal | undefined,
): Promise<StoredTransfer[]> {
  const { from, to } = around(windows)
  const rows = await query(store.sql.rows(from, to), [windowsAsked(windows)], signal)
  const got = groupBy(rows, ({ owner }) => owner as string)
  for (const [account, { inWindow }] of histories) {
    const have = got.get(account)?.length ?? 0
    if (have !== inWindow) throw unusable(`account ${show(account)} has ${inWindow} rows there, and ${have} came`)
  }
  return rows.map((row) => recordOf(row, store.scale))
}

/** The balances just before a window, by currency. */
function openingsOf(
  { store, shortfall, currency, decimalsOf }: Asking,
  { opening, need }: AnsweredWindow,
  { byCurrency }: AccountHistory,
): [currency: string, amount: string][] {
  if (need === 'none') return []
  const openings: [string, string][] = opening === undefined ? [] : [[currency, opening]]
  for (const [code, history] of byCurrency) {
    const places = store.scale ?? decimalsOf(code)
    const declared = code === currency && opening !== undefined ? BigInt(withoutPoint(opening, places)) : undefined
    openings.push([code, withPoint(openingBalance(history, declared, shortfall).toString(), places)])
  }
  return openings
}

function accountsAsked(accounts: readonly string[]): ExternalTable {
  return { name: 'asked', structure: 'account String', rows: accounts.map((account) => [account]) }
}
