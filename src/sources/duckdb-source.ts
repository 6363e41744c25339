import { currencyTable } from '../currencies.js'
import { FundtrailError } from '../errors.js'
import { groupBy } from '../group-by.js'
import { show } from '../show.js'
import type { AccountRecord, Shortfall } from '../types.js'
import { amountsOf } from './duckdb/amounts.js'
import { slicesOf } from './duckdb/entries-of.js'
import { type DuckDBConnectionLike, queryOn } from './duckdb/query.js'
import {
  ACCOUNT_COLUMNS,
  type DuckDBRelation,
  ENTRY_COLUMNS,
  ID_COLUMNS,
  type ReadRelation,
  readRelation,
} from './duckdb/relation.js'
import {
  accountsOfSql,
  accountsSql,
  historySql,
  pairsSql,
  rowsSql,
  seenSql,
  spanSql,
  statedSql,
  transfersSql,
} from './duckdb/statements-sql.js'
import { endOfPage, MICROSECONDS, msOf, timeOf, windowOf } from './duckdb/window.js'
import { openingRecord } from './opening-record.js'
import type { StatementAnswer, StatementQuery, StatementSource, StoredTransfer } from './types.js'
import type { Pair } from './widen.js'

export interface DuckDBSourceOptions {
  /** One row for each side of a transfer: docs/scale.md has the columns. */
  entries: DuckDBRelation
  /** Where a transfer is, by its id: sorted by `id`, with an `account` of its. Without it all entries are read to find it. */
  ids?: DuckDBRelation
  /** Who the accounts are; without it all are known by their ids alone. */
  accounts?: DuckDBRelation
  /** Default 'opening'. `expandTrace` takes it from the source. */
  shortfall?: Shortfall
  /** The currency of rows that name none, as in `BuildOptions`. Default 'CNY'. */
  currency?: string
  /** Decimals of codes outside ISO 4217, as in `BuildOptions`. */
  currencies?: Record<string, number>
  /** What the amounts of CSV files count: minor units, the default, or whole units with decimals. */
  csvAmounts?: 'minor' | 'major'
}

interface Store {
  entries: ReadRelation
  ids: ReadRelation | undefined
  accounts: ReadRelation | undefined
  /** In microseconds; NaN: there are no entries. */
  first: number
  last: number
}

/** An account's request, with what of its statement is to be given: in microseconds. */
interface Window extends Pair {
  account: string
  request: StatementQuery
  opening: string | undefined
  pairs: readonly Pair[]
  /** Whether this is only a page. */
  more: boolean
  /** Whether the account has so many rows that others are not to be read with it. */
  large: boolean
}

/** Beyond so many rows, an account's part is read in a scan of its own. */
const LARGE = 2000

/**
 * A DuckDB database as a source: a table or view, or Parquet and CSV files on disk. `connection` is a `DuckDBConnection`
 * of @duckdb/node-api; it is read only, one statement at a time. The store is taken to be complete: whatever moved is in
 * it. It is looked at when it is first asked, and must not change while a trace expands.
 *
 * Ids are bound values, never part of a statement. Opening balances are sums that the engine takes over an account's
 * history; only rows from the arrival on leave it.
 *
 * @throws FundtrailError 'bad-option'; where a table or a column is not as it must be, when it is first asked
 */
export function duckdbSource(
  connection: DuckDBConnectionLike,
  options: DuckDBSourceOptions,
): Required<StatementSource> {
  if (typeof connection?.runAndReadAll !== 'function') {
    throw new FundtrailError('bad-option', `connection is ${show(connection)}; it must be a DuckDBConnection`)
  }
  const { shortfall = 'opening', currency = 'CNY', csvAmounts = 'minor' } = options
  if (!['opening', 'unseen-credit', 'overdraft'].includes(shortfall)) {
    throw new FundtrailError(
      'bad-option',
      `shortfall is ${show(shortfall)}; it must be one of opening, unseen-credit, overdraft`,
    )
  }
  const { inMajor, inUnits } = amountsOf(currencyTable(options.currencies), currency)
  const query = queryOn(connection)
  let opened: Promise<Store> | undefined

  return {
    shortfall,
    async transfers(ids, { signal } = {}) {
      const { entries, ids: places } = await open()
      let among: { account: string }[] | undefined
      if (places !== undefined) {
        among = (await query(accountsOfSql(places, ids), signal)).map((row) => ({ account: row['account'] as string }))
      }
      const rows = await query(transfersSql(entries, ids, currency, among && slicesOf(among)), signal)
      return rows.map((row) => recordOf(row, entries.minor))
    },
    async statements(requests, { signal } = {}) {
      return answer(await open(), requests, signal)
    },
    async accounts(ids, { signal } = {}) {
      const store = await open()
      const facts = await factsOf(store, ids, signal)
      const others = ids.filter((id) => !facts.has(id)).map((account) => ({ account }))
      const seen = others.length === 0 ? [] : await query(seenSql(store.entries, slicesOf(others)), signal)
      for (const { id } of seen) facts.set(id as string, { facts: { id: id as string }, opening: undefined })
      return [...facts.values()].map((account) => account.facts)
    },
    async lastTime() {
      const { last } = await open()
      return Number.isNaN(last) ? undefined : new Date(msOf(last))
    },
  }

  function open(): Promise<Store> {
    opened ??= look().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }

  async function look(): Promise<Store> {
    const read = (option: 'ids' | 'accounts', columns: Parameters<typeof readRelation>[2]) => {
      const relation = options[option]
      return relation === undefined ? undefined : readRelation(option, relation, columns, query, csvAmounts)
    }
    const entries = await readRelation('entries', options.entries, ENTRY_COLUMNS, query, csvAmounts)
    const ids = await read('ids', ID_COLUMNS)
    const accounts = await read('accounts', ACCOUNT_COLUMNS)
    const [span] = await query(spanSql(entries))
    const [first, last] = [Number(span?.['first'] ?? Number.NaN), Number(span?.['last'] ?? Number.NaN)]
    return { entries, ids, accounts, first, last }
  }

  async function answer(
    store: Store,
    requests: readonly StatementQuery[],
    signal?: AbortSignal,
  ): Promise<StatementAnswer> {
    const { entries } = store
    const facts = await factsOf(
      store,
      requests.map(({ account }) => account),
      signal,
    )
    const windows = await windowsOf(store, requests, facts, signal)
    const balances = await history(store, windows, signal)
    const read = slicesOf(windows)
    const asked = windows.map(({ account, from, to }) => ({ asked: account, since: from, until: to }))
    const rows = windows.length === 0 ? [] : await query(rowsSql(entries, read, asked, currency), signal)
    const windowByAccount = new Map(windows.map((window) => [window.account, window]))
    const accounts = requests.map(({ account: id }): AccountRecord => {
      const known = facts.get(id)?.facts ?? { id }
      const window = windowByAccount.get(id)
      if (window === undefined) return known
      const before = new Map<string, string>()
      if (window.opening !== undefined) before.set(currency, window.opening)
      for (const row of balances.get(id) ?? []) {
        const code = row['currency'] as string
        before.set(code, inMajor(row['balance'] as string, code, entries.minor))
      }
      const period = { from: msOf(window.from), to: msOf(window.to) }
      return openingRecord(known, period, [...before])
    })
    const more = windows.filter((window) => window.more).map(({ account }) => account)
    return { records: rows.map((row) => recordOf(row, entries.minor)), accounts, more }
  }

  /** What each request is answered with, apart from pages: no transfer is parted from its reversal. */
  async function windowsOf(
    store: Store,
    requests: readonly StatementQuery[],
    facts: Awaited<ReturnType<typeof factsOf>>,
    signal?: AbortSignal,
  ): Promise<Window[]> {
    const { entries } = store
    const followed = requests.filter(
      ({ account }) => !Number.isNaN(store.last) && isFollowed(facts.get(account)?.facts),
    )
    if (followed.length === 0) return []
    const parts = slicesOf(followed.map(partOf))
    const pairs = groupBy(await query(pairsSql(entries, parts, currency), signal), (row) => row['account'] as string)
    const stated = new Set<string>()
    if (shortfall === 'opening' && pairs.size > 0) {
      const paired = slicesOf([...pairs.keys()].map((account) => ({ account })))
      for (const row of await query(statedSql(entries, paired), signal)) stated.add(row['account'] as string)
    }
    return followed.map((request) => {
      const { account, continues } = request
      const known = (pairs.get(account) ?? []).map((row) => ({ from: Number(row['first']), to: Number(row['last']) }))
      const opening = facts.get(account)?.opening
      // What is spent before its reversal is lent for a while, which no running sum shows: the rows have to.
      const lends =
        shortfall === 'unseen-credit' || (shortfall === 'opening' && (stated.has(account) || opening !== undefined))
      const window = windowOf(store, request, known, lends && continues !== true)
      return {
        account,
        request,
        opening: continues ? undefined : opening,
        pairs: known,
        more: false,
        large: false,
        ...window,
      }
    })
  }

  /** The balances just before the windows, by account; ends the windows where their pages do, and says which are large. */
  async function history(store: Store, windows: readonly Window[], signal?: AbortSignal) {
    const balances = new Map<string, Record<string, unknown>[]>()
    const questions = windows
      .filter(({ request }) => request.continues !== true || request.pageRows !== undefined)
      .map(({ account, request, opening, from, to }) => ({
        asked: account,
        since: request.continues ? null : from,
        opening: opening === undefined ? null : inUnits(opening, store.entries.minor),
        openingCurrency: currency,
        first: Math.max(from, (request.since?.getTime() ?? Number.NEGATIVE_INFINITY) * MICROSECONDS),
        last: to,
        pageRows: request.pageRows ?? null,
      }))
    if (questions.length === 0) return balances
    const byAccount = new Map(windows.map((window) => [window.account, window]))
    const parts = slicesOf(questions.map(({ asked }) => partOf(byAccount.get(asked)!.request)))
    const withPairs = windows.some(({ pairs }) => pairs.length > 0)
    const found = await query(historySql(store.entries, parts, questions, { currency, shortfall, withPairs }), signal)
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
      if (row['filled'] !== null) {
        const end = endOfPage(Number(row['filled']), window, window.pairs)
        if (end >= Number(row['final'])) continue
        window.to = end
        window.more = true
      }
    }
    return balances
  }

  /** The part of an account's history that a request is about: all of it, unless the balance before is known. */
  function partOf({ account, since, continues }: StatementQuery): Parameters<typeof slicesOf>[0][number] {
    if (!continues || since === undefined) return { account }
    return { account, from: since.getTime() * MICROSECONDS, large: true }
  }

  async function factsOf(store: Store, ids: readonly string[], signal?: AbortSignal) {
    const result = new Map<string, { facts: AccountRecord; opening: string | undefined }>()
    if (store.accounts === undefined) return result
    for (const row of await query(accountsSql(store.accounts, ids), signal)) {
      const id = row['id'] as string
      const facts: Record<string, unknown> = { id }
      const names = {
        holder: 'holder',
        holderId: 'holder_id',
        institution: 'institution',
        kind: 'kind',
        status: 'status',
      }
      for (const [name, column] of Object.entries(names)) if (row[column] !== null) facts[name] = row[column]
      const opening = row['opening'] as string | null
      result.set(id, {
        facts: facts as unknown as AccountRecord,
        opening: opening === null ? undefined : inMajor(opening, currency, store.accounts.minor),
      })
    }
    return result
  }

  function recordOf(row: Record<string, unknown>, minor: boolean): StoredTransfer {
    const [account, counterparty] = [row['account'] as string, row['counterparty'] as string]
    const code = row['currency'] as string
    const isCredit = row['isCredit'] === true
    const balance = row['balance'] as string | null
    const record: Record<string, unknown> = {
      id: row['id'],
      place: Number(row['seq']),
      from: isCredit ? counterparty : account,
      to: isCredit ? account : counterparty,
      amount: inMajor(row['amount'] as string, code, minor),
      currency: code,
      time: timeOf(Number(row['time'])),
    }
    for (const name of ['kind', 'reverses', 'memo']) if (row[name] !== null) record[name] = row[name]
    if (balance !== null) record[isCredit ? 'toBalance' : 'fromBalance'] = inMajor(balance, code, minor)
    return record as unknown as StoredTransfer
  }
}

/** Money is never followed through the outside world, nor through a clearing account without a statement of its own. */
function isFollowed(facts: AccountRecord | undefined): boolean {
  return facts?.kind !== 'external' && facts?.kind !== 'clearing'
}
