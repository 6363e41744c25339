import { groupBy } from '../../group-by.js'
import { show } from '../../show.js'
import type { Money } from '../money-options.js'
import { openingRecord } from '../opening-record.js'
import { withoutPoint, withPoint } from '../points.js'
import { isFollowed, msOf, statementWindow } from '../statement-window.js'
import type { StoredAccount } from '../stored-row.js'
import type { StatementAnswer, StatementQuery, StoredTransfer } from '../types.js'
import type { AnswerRow } from './answer.js'
import type { ExternalTable } from './external-table.js'
import { openingBalance } from './opening-balance.js'
import { type PairRow, pairReversals, type ReversedPair } from './pair-reversals.js'
import type { ClickHouseQuery } from './query.js'
import { type AccountHistory, groupWindows, readHistories, type Window, windowsAsked } from './read-histories.js'
import { unitRow, unusable } from './rows.js'
import { BY_SHARD, type HistoryNeed } from './statements-sql.js'
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

type AnsweredWindow = Window & { opening: string | undefined }

/** The statements of accounts, each from an instant on, with the balances just before. */
export async function answerStatements(
  asking: Asking,
  requests: readonly StatementQuery[],
  facts: Facts,
  signal: AbortSignal | undefined,
): Promise<Required<StatementAnswer>> {
  const isEmpty = Number.isNaN(asking.store.last)
  const followed = isEmpty ? [] : requests.filter(({ account }) => isFollowed(facts.get(account)?.facts))
  const windows = await windowsOf(asking, followed, facts, signal)
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
  return answer
}

async function windowsOf(
  { store, query, shortfall }: Asking,
  requests: readonly StatementQuery[],
  facts: Facts,
  signal: AbortSignal | undefined,
): Promise<AnsweredWindow[]> {
  if (requests.length === 0) return []
  const asked = accountsAsked(requests.map(({ account }) => account))
  const summary = groupBy(await query(store.sql.summary(), [asked], signal, BY_SHARD), ({ owner }) => owner as string)
  for (const rows of summary.values()) checkSummary(rows, store)
  const count = (account: string, column: string) =>
    (summary.get(account) ?? []).reduce((sum, row) => sum + Number(row[column]), 0)
  const reversing = requests.map(({ account }) => account).filter((account) => count(account, 'reversals') > 0)
  const pairs = await readPairs(store, query, reversing, signal)
  return requests.map((request) => {
    const { account } = request
    const opening = facts.get(account)?.opening
    const isStated = count(account, 'stated') > 0
    const isInferred = !isStated && opening === undefined && shortfall === 'opening'
    // What is spent before its reversal is lent for a while, which no running sum shows: the rows have to.
    const lends = shortfall === 'unseen-credit' || (shortfall === 'opening' && !isInferred)
    let need: HistoryNeed = 'all'
    if (isInferred) need = 'least'
    else if (!isStated && shortfall !== 'opening') need = shortfall === 'overdraft' ? 'total' : 'low'
    const own = pairs.get(account) ?? []
    return {
      account,
      opening,
      need,
      pairs: own,
      rows: count(account, 'rows'),
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
  signal: AbortSignal | undefined,
): Promise<Map<string, ReversedPair[]>> {
  if (accounts.length === 0) return new Map()
  const read = async (statement: string, table: ExternalTable) =>
    (await query(statement, [table], signal)).map((row): PairRow => {
      const { reverses, ...rest } = unitRow(row)
      return { ...rest, reverses: reverses ?? '' }
    })
  const reversals = await read(sql.reversals(), accountsAsked(accounts))
  const wanted = reversals.map(({ account, reverses }) => [account, reverses])
  const originals =
    wanted.length === 0
      ? []
      : await read(sql.originals(), { name: 'asked', structure: 'account String, id String', rows: wanted })
  const originalsOf = groupBy(originals, ({ account }) => account)
  const pairs = new Map<string, ReversedPair[]>()
  for (const [account, rows] of groupBy(reversals, (row) => row.account)) {
    pairs.set(account, pairReversals(rows, originalsOf.get(account) ?? []))
  }
  return pairs
}

/** Reads the rows of the windows: as many as were counted, or something is missing. */
async function readRows(
  { store, query, recordOf }: Asking,
  windows: readonly Window[],
  histories: ReadonlyMap<string, AccountHistory>,
  signal: AbortSignal | undefined,
): Promise<StoredTransfer[]> {
  const [from, to] = [Math.min(...windows.map((each) => each.from)), Math.max(...windows.map((each) => each.to))]
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
  { opening }: AnsweredWindow,
  { byCurrency }: AccountHistory,
): [currency: string, amount: string][] {
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
