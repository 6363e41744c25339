import { groupBy } from '../../group-by.js'
import type { AccountRecord } from '../../types.js'
import type { Money } from '../money-options.js'
import { openingRecord } from '../opening-record.js'
import { pairReversals, type ReversedPair } from '../pair-reversals.js'
import { withoutPoint } from '../points.js'
import { isFollowed, MICROSECONDS, msOf, pageEnd, pageStart, statementWindow } from '../statement-window.js'
import type { StoredAccount } from '../stored-row.js'
import type { StatementAnswer, StatementQuery } from '../types.js'
import type { Pair } from '../widen.js'
import { slicesOf } from './entries-of.js'
import type { Query } from './query.js'
import { inMajor, pairRow, recordOf } from './rows.js'
import { historySql, reversalsSql, rowsSql, statedSql } from './statements-sql.js'
import type { Store } from './store.js'

interface Asking extends Money {
  store: Store
  query: Query
}

/** An account's request, with what of its statement is to be given: in microseconds. */
interface Window extends Pair {
  account: string
  request: StatementQuery
  opening: string | undefined
  pairs: readonly ReversedPair[]
  /** Whether this is only a page. */
  more: boolean
  /** Whether the account has so many rows that others are not to be read with it. */
  large: boolean
}

/** Beyond so many rows, an account's part is read in a scan of its own. */
const LARGE = 2000

/** The statements of accounts, each asked for once, from an instant on, with the balances just before. */
export async function answerStatements(
  asking: Asking,
  requests: readonly StatementQuery[],
  facts: ReadonlyMap<string, StoredAccount>,
  signal: AbortSignal | undefined,
): Promise<Required<StatementAnswer>> {
  const { store, query, currency, decimalsOf } = asking
  const { minor } = store.entries
  const windows = await windowsOf(asking, requests, facts, signal)
  const balances = await readHistories(asking, windows, signal)
  const asked = windows.map(({ account, from, to }) => ({ asked: account, since: from, until: to }))
  const rows =
    windows.length === 0 ? [] : await query(rowsSql(store.entries, slicesOf(windows), asked, currency), signal)
  const windowByAccount = new Map(windows.map((window) => [window.account, window]))
  const accounts = requests.map(({ account }): AccountRecord => {
    const known = facts.get(account)?.facts ?? { id: account }
    const window = windowByAccount.get(account)
    if (window === undefined) return known
    const before = new Map<string, string>()
    if (window.opening !== undefined) before.set(currency, window.opening)
    for (const row of balances.get(account) ?? []) {
      const code = row['currency'] as string
      before.set(code, inMajor(row['balance'] as string, minor, code, decimalsOf))
    }
    return openingRecord(known, { from: msOf(window.from), to: msOf(window.to) }, [...before])
  })
  const more = windows.filter((window) => window.more).map(({ account }) => account)
  return { records: rows.map((row) => recordOf(row, minor, decimalsOf)), accounts, more }
}

/** What each request is answered with, apart from pages: no transfer is parted from its reversal. */
async function windowsOf(
  { store, query, shortfall, currency }: Asking,
  requests: readonly StatementQuery[],
  facts: ReadonlyMap<string, StoredAccount>,
  signal: AbortSignal | undefined,
): Promise<Window[]> {
  const { entries } = store
  const followed = requests.filter(({ account }) => !Number.isNaN(store.last) && isFollowed(facts.get(account)?.facts))
  if (followed.length === 0) return []
  const parts = slicesOf(followed.map(partOf))
  const reversals = (await query(reversalsSql(entries, parts, currency), signal)).map((row) =>
    pairRow(row, entries.minor),
  )
  const pairs = new Map<string, ReversedPair[]>()
  for (const [account, rows] of groupBy(reversals, (row) => row.account)) pairs.set(account, pairReversals(rows))
  const stated = new Set<string>()
  if (shortfall === 'opening' && pairs.size > 0) {
    const paired = slicesOf([...pairs.keys()].map((account) => ({ account })))
    for (const row of await query(statedSql(entries, paired), signal)) stated.add(row['account'] as string)
  }
  return followed.map((request) => {
    const { account, continues } = request
    const known = pairs.get(account) ?? []
    const opening = facts.get(account)?.opening
    // What is spent before its reversal is lent for a while, which no running sum shows: the rows have to.
    const lends =
      shortfall === 'unseen-credit' || (shortfall === 'opening' && (stated.has(account) || opening !== undefined))
    return {
      account,
      request,
      opening: continues ? undefined : opening,
      pairs: known,
      more: false,
      large: false,
      ...statementWindow(store, request, known, lends && continues !== true),
    }
  })
}

/** The balances just before the windows, by account; ends the windows where their pages do, and says which are large. */
async function readHistories(
  { store, query, shortfall, currency, decimalsOf }: Asking,
  windows: readonly Window[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Record<string, unknown>[]>> {
  const balances = new Map<string, Record<string, unknown>[]>()
  const inUnits = (amount: string) => (store.entries.minor ? withoutPoint(amount, decimalsOf(currency)) : amount)
  const questions = windows
    .filter(({ request }) => request.continues !== true || request.pageRows !== undefined)
    .map((window) => ({
      asked: window.account,
      since: window.request.continues ? null : window.from,
      opening: window.opening === undefined ? null : inUnits(window.opening),
      openingCurrency: currency,
      first: pageStart(window, window.request),
      last: window.to,
      pageRows: window.request.pageRows ?? null,
    }))
  if (questions.length === 0) return balances
  const byAccount = new Map(windows.map((window) => [window.account, window]))
  const parts = slicesOf(questions.map(({ asked }) => partOf(byAccount.get(asked)!.request)))
  const paired = windows.flatMap(({ account: owner, pairs }) =>
    pairs.flatMap(({ original, reversal }) => [original, reversal].map((ref) => ({ owner, ref }))),
  )
  const found = await query(historySql(store.entries, parts, questions, { currency, shortfall, paired }), signal)
  for (const row of found) {
    const account = row['account'] as string
    const window = byAccount.get(account)!
    if (row['currency'] !== null) {
      const known = balances.get(account)
      if (known === undefined) balances.set(account, [row])
      else known.push(row)
      continue
    }
    window.large ||= Number(row['entries']) > LARGE
    if (row['filled'] === null) continue
    const end = pageEnd(Number(row['filled']), Number(row['final']), window, window.pairs)
    if (end !== undefined) Object.assign(window, { to: end, more: true })
  }
  return balances
}

/** The part of an account's history that a request is about: all of it, unless the balance before is known. */
function partOf({ account, since, continues }: StatementQuery): Parameters<typeof slicesOf>[0][number] {
  if (!continues || since === undefined) return { account }
  return { account, from: since.getTime() * MICROSECONDS, large: true }
}
