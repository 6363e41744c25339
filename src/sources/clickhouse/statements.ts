import { groupBy } from '../../group-by.js'
import { show } from '../../show.js'
import type { AccountRecord, Shortfall } from '../../types.js'
import { openingRecord } from '../opening-record.js'
import { withoutPoint, withPoint } from '../points.js'
import { isFollowed, msOf, statementWindow } from '../statement-window.js'
import type { StatementAnswer, StatementQuery, StoredTransfer } from '../types.js'
import type { AnswerRow } from './answer.js'
import type { ExternalTable } from './external-table.js'
import { type History, openingBalance } from './opening-balance.js'
import { type PairRow, pairReversals, type ReversedPair } from './pair-reversals.js'
import type { ClickHouseQuery } from './query.js'
import { safe, unitRow, unusable, wholeText } from './rows.js'
import { BY_SHARD, NO_LOW, type OpeningNeed } from './statements-sql.js'
import type { Store } from './store.js'

/** Rows of history in one question to the shards: what bounds their memory, but for an account that has more alone. */
const ROWS_AT_ONCE = 200_000
/** A history whose turnover is beyond this many units could not be summed in 64 bits. */
const MOST_TURNOVER = 4e18

interface Asking {
  store: Store
  query: ClickHouseQuery
  shortfall: Shortfall
  currency: string
  decimalsOf(code: string): number
  recordOf(row: AnswerRow, scale: number | undefined): StoredTransfer
}

type Facts = ReadonlyMap<string, { facts: AccountRecord; opening: string | undefined }>

interface Window {
  account: string
  from: number
  to: number
  opening: string | undefined
  /** Rows of its history. */
  rows: number
  need: OpeningNeed
  pairs: readonly ReversedPair[]
}

/** The statements of accounts, each from an instant on, with the balances just before. */
export async function answerStatements(
  asking: Asking,
  requests: readonly StatementQuery[],
  facts: Facts,
  signal: AbortSignal | undefined,
): Promise<StatementAnswer> {
  const { store, currency } = asking
  const isEmpty = Number.isNaN(store.last)
  const followed = isEmpty ? [] : requests.filter(({ account }) => isFollowed(facts.get(account)?.facts))
  const windows = await windowsOf(asking, followed, facts, signal)
  const answer: StatementAnswer = { records: [], accounts: [] }
  const openings = new Map<string, [currency: string, amount: string][]>()
  for (const group of groupsOf(windows)) {
    const counted = await readOpenings(asking, group, openings, signal)
    answer.records.push(...(await readRows(asking, group, counted, signal)))
  }
  const windowByAccount = new Map(windows.map((window) => [window.account, window]))
  answer.accounts = requests.map(({ account }) => {
    const known = facts.get(account)?.facts ?? { id: account }
    const window = windowByAccount.get(account)
    if (window === undefined) return known
    const { from, to, opening } = window
    const declared: [string, string][] = opening === undefined ? [] : [[currency, opening]]
    return openingRecord(known, { from: msOf(from), to: msOf(to) }, [...declared, ...(openings.get(account) ?? [])])
  })
  return answer
}

async function windowsOf(
  { store, query, shortfall }: Asking,
  requests: readonly StatementQuery[],
  facts: Facts,
  signal: AbortSignal | undefined,
): Promise<Window[]> {
  if (requests.length === 0) return []
  const asked = accountsAsked(requests.map(({ account }) => account))
  const summary = groupBy(await query(store.sql.summary(), [asked], signal, BY_SHARD), ({ owner }) => owner as string)
  for (const rows of summary.values()) checkSummary(rows)
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
    let need: OpeningNeed = 'all'
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

function checkSummary(rows: readonly AnswerRow[]): void {
  const [{ owner } = {}] = rows
  if (new Set(rows.map(({ code }) => code)).size < rows.length) {
    throw unusable(`rows of account ${show(owner)} are on several shards; the table must be sharded by account`)
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

/** Windows that are asked for together: those that need the same of their histories, until these get long. */
function groupsOf(windows: readonly Window[]): Window[][] {
  return [...groupBy(windows, ({ need }) => need).values()].flatMap((alike) => {
    const groups: Window[][] = []
    let rows = Number.POSITIVE_INFINITY
    for (const window of [...alike].sort((a, b) => a.rows - b.rows)) {
      if (rows + window.rows > ROWS_AT_ONCE) {
        groups.push([])
        rows = 0
      }
      groups.at(-1)!.push(window)
      rows += window.rows
    }
    return groups
  })
}

/** Reads the balances before the windows; answers how many rows each window has. */
async function readOpenings(
  { store, query, shortfall, currency, decimalsOf }: Asking,
  windows: readonly Window[],
  openings: Map<string, [currency: string, amount: string][]>,
  signal: AbortSignal | undefined,
): Promise<Map<string, number>> {
  const { need } = windows[0]!
  const paired = windows.flatMap(({ account, pairs }) =>
    pairs.flatMap(({ original, reversal }) => [
      [account, original],
      [account, reversal],
    ]),
  )
  const tables = [windowsAsked(windows), { name: 'paired', structure: 'account String, id String', rows: paired }]
  const rows = groupBy(await query(store.sql.openings(need), tables, signal, BY_SHARD), ({ owner }) => owner as string)
  const counted = new Map<string, number>()
  for (const window of windows) {
    const { account, opening } = window
    const answered = rows.get(account) ?? []
    const sum = (column: string) => answered.reduce((total, row) => total + safe(column, row[column]), 0)
    if (sum('rows') !== window.rows) {
      throw unusable(`account ${show(account)} had ${window.rows} rows and has ${sum('rows')} now; the store changed`)
    }
    counted.set(account, sum('inWindow'))
    const found = answered.map((row): [string, string] => {
      const code = row['code'] as string
      const places = store.scale ?? decimalsOf(code)
      const declared = code === currency && opening !== undefined ? BigInt(withoutPoint(opening, places)) : undefined
      return [code, withPoint(openingBalance(historyOf(row), declared, shortfall).toString(), places)]
    })
    openings.set(account, found)
  }
  return counted
}

function historyOf(row: AnswerRow): History {
  const big = (column: string) => BigInt(row[column] === undefined ? 0 : wholeText(column, row[column]))
  const hasLow = row['low'] !== undefined && row['low'] !== NO_LOW
  return {
    total: big('total'),
    least: big('least'),
    low: hasLow ? big('low') : undefined,
    stated: big('statedPlace') > 0n ? { balance: big('stated'), total: big('statedTotal') } : undefined,
    later: big('laterPlace') > 0n ? big('later') : undefined,
  }
}

/** Reads the rows of the windows: as many as were counted, or something is missing. */
async function readRows(
  { store, query, recordOf }: Asking,
  windows: readonly Window[],
  counted: ReadonlyMap<string, number>,
  signal: AbortSignal | undefined,
): Promise<StoredTransfer[]> {
  const [from, to] = [Math.min(...windows.map((each) => each.from)), Math.max(...windows.map((each) => each.to))]
  const rows = await query(store.sql.rows(from, to), [windowsAsked(windows)], signal)
  const got = groupBy(rows, ({ owner }) => owner as string)
  for (const [account, count] of counted) {
    const have = got.get(account)?.length ?? 0
    if (have !== count) throw unusable(`account ${show(account)} has ${count} rows there, and ${have} came`)
  }
  return rows.map((row) => recordOf(row, store.scale))
}

function accountsAsked(accounts: readonly string[]): ExternalTable {
  return { name: 'asked', structure: 'account String', rows: accounts.map((account) => [account]) }
}

function windowsAsked(windows: readonly Window[]): ExternalTable {
  return {
    name: 'asked',
    structure: 'account String, asked_since Int64, asked_until Int64',
    rows: windows.map(({ account, from, to }) => [account, from, to]),
  }
}
