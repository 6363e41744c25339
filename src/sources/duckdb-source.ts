import { currencyTable } from '../currencies.js'
import { FundtrailError } from '../errors.js'
import { groupBy } from '../group-by.js'
import { show } from '../show.js'
import type { AccountRecord, Shortfall } from '../types.js'
import { type DuckDBConnectionLike, queryOn } from './duckdb/query.js'
import { ACCOUNT_COLUMNS, type DuckDBRelation, ENTRY_COLUMNS, readRelation } from './duckdb/relation.js'
import {
  accountsSql,
  openingsSql,
  pairsSql,
  rowsSql,
  seenSql,
  spanSql,
  statedSql,
  transfersSql,
} from './duckdb/statements-sql.js'
import { openingRecord } from './opening-record.js'
import type { StatementAnswer, StatementQuery, StatementSource, StoredTransfer } from './types.js'
import { type Pair, widen } from './widen.js'

export interface DuckDBSourceOptions {
  /** One row for each side of a transfer: docs/scale.md has the columns. */
  entries: DuckDBRelation
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
  entries: string
  accounts: string | undefined
  minor: boolean
  minorOpenings: boolean
  first: number
  last: number
}

const MICROSECONDS = 1000

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
  const decimals = currencyTable(options.currencies)
  decimalsOf(currency)
  const query = queryOn(connection)
  let opened: Promise<Store> | undefined

  return {
    shortfall,
    async transfers(ids, { signal } = {}) {
      const { entries, minor } = await open()
      const rows = await query(transfersSql(entries), [JSON.stringify(ids), currency], signal)
      return rows.map((row) => recordOf(row, minor))
    },
    async statements(requests, { signal } = {}) {
      return answer(await open(), requests, signal)
    },
    async accounts(ids, { signal } = {}) {
      const store = await open()
      const facts = await factsOf(store, ids, signal)
      const others = ids.filter((id) => !facts.has(id))
      const seen = others.length === 0 ? [] : await query(seenSql(store.entries), [JSON.stringify(others)], signal)
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
    const entries = await readRelation('entries', options.entries, ENTRY_COLUMNS, query, csvAmounts)
    const accounts =
      options.accounts === undefined
        ? undefined
        : await readRelation('accounts', options.accounts, ACCOUNT_COLUMNS, query, csvAmounts)
    const [span] = await query(spanSql(entries.sql))
    return {
      entries: entries.sql,
      accounts: accounts?.sql,
      minor: entries.minor,
      minorOpenings: accounts?.minor ?? true,
      first: Number(span?.['first'] ?? Number.NaN),
      last: Number(span?.['last'] ?? Number.NaN),
    }
  }

  async function answer(
    store: Store,
    requests: readonly StatementQuery[],
    signal?: AbortSignal,
  ): Promise<StatementAnswer> {
    const ids = requests.map(({ account }) => account)
    const facts = await factsOf(store, ids, signal)
    const asked = [JSON.stringify(ids.map((id) => ({ asked: id }))), currency]
    const pairs = groupBy(await query(pairsSql(store.entries), asked, signal), (row) => row['account'] as string)
    const stated = new Map<string, boolean>()
    for (const row of await query(statedSql(store.entries), asked, signal)) {
      stated.set(row['account'] as string, row['stated'] === true)
    }
    const windows = requests
      .filter(({ account }) => !Number.isNaN(store.last) && isFollowed(facts.get(account)?.facts))
      .map((request) => {
        const { account } = request
        const known = (pairs.get(account) ?? []).map((row) => ({ from: Number(row['first']), to: Number(row['last']) }))
        const opening = facts.get(account)?.opening
        // What is spent before its reversal is lent for a while, which no running sum shows: the rows have to.
        const lends =
          shortfall === 'unseen-credit' ||
          (shortfall === 'opening' && (stated.get(account) === true || opening !== undefined))
        return { account, opening, ...windowOf(store, request, known, lends) }
      })
    const openings = await query(
      openingsSql(store.entries, store.minor),
      [
        JSON.stringify(
          windows.map(({ account, from, opening }) => ({
            asked: account,
            since: from,
            opening: opening === undefined ? null : inUnits(opening, store),
            openingCurrency: currency,
          })),
        ),
        currency,
        shortfall,
      ],
      signal,
    )
    const rows = await query(
      rowsSql(store.entries),
      [JSON.stringify(windows.map(({ account, from, to }) => ({ asked: account, since: from, until: to }))), currency],
      signal,
    )
    const balances = groupBy(openings, (row) => row['account'] as string)
    const windowByAccount = new Map(windows.map((window) => [window.account, window]))
    const accounts = ids.map((id): AccountRecord => {
      const known = facts.get(id)?.facts ?? { id }
      const window = windowByAccount.get(id)
      if (window === undefined) return known
      const before = new Map<string, string>()
      if (window.opening !== undefined) before.set(currency, window.opening)
      for (const row of balances.get(id) ?? []) {
        const code = row['currency'] as string
        before.set(code, inMajor(row['balance'] as string, code, store.minor))
      }
      const period = { from: msOf(window.from), to: msOf(window.to) }
      return openingRecord(known, period, [...before])
    })
    return { records: rows.map((row) => recordOf(row, store.minor)), accounts }
  }

  /** In microseconds. */
  function windowOf(store: Store, { since, until }: StatementQuery, pairs: readonly Pair[], lends: boolean): Pair {
    const first = store.first - MICROSECONDS
    const from = since === undefined ? first : Math.max(since.getTime() * MICROSECONDS, first)
    const to =
      until === undefined ? store.last : Math.min(until.getTime() * MICROSECONDS + MICROSECONDS - 1, store.last)
    const window = widen({ from: Math.min(from, to), to }, pairs)
    const earliest = lends ? pairs.reduce((least, pair) => Math.min(least, pair.from), window.from) : window.from
    // Whole milliseconds: a period's end means all of its millisecond.
    return {
      from: Math.floor(earliest / MICROSECONDS) * MICROSECONDS,
      to: Math.floor(window.to / MICROSECONDS) * MICROSECONDS + MICROSECONDS - 1,
    }
  }

  async function factsOf(store: Store, ids: readonly string[], signal?: AbortSignal) {
    const result = new Map<string, { facts: AccountRecord; opening: string | undefined }>()
    if (store.accounts === undefined) return result
    for (const row of await query(accountsSql(store.accounts), [JSON.stringify(ids)], signal)) {
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
        opening: opening === null ? undefined : inMajor(opening, currency, store.minorOpenings),
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

  /** An opening, in major units, as the entries count. */
  function inUnits(major: string, { minor }: Store): string {
    if (!minor) return major
    const [whole, fraction = ''] = major.split('.')
    return `${whole}${fraction.padEnd(decimalsOf(currency), '0')}`
  }

  function inMajor(text: string, code: string, minor: boolean): string {
    if (!minor) return text
    const places = decimalsOf(code)
    if (places === 0) return text
    const sign = text.startsWith('-') ? '-' : ''
    const digits = text.slice(sign.length).padStart(places + 1, '0')
    return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
  }

  function decimalsOf(code: string): number {
    const places = decimals.get(code)
    if (places !== undefined) return places
    throw new FundtrailError(
      'unknown-currency',
      `currency ${show(code)} is not in ISO 4217; give its decimals in options.currencies`,
      { currency: code },
    )
  }
}

/** Money is never followed through the outside world, nor through a clearing account without a statement of its own. */
function isFollowed(facts: AccountRecord | undefined): boolean {
  return facts?.kind !== 'external' && facts?.kind !== 'clearing'
}

function msOf(microseconds: number): number {
  return Math.floor(microseconds / MICROSECONDS)
}

/** Milliseconds, or text where there are digits beyond. */
function timeOf(microseconds: number): number | string {
  const ms = msOf(microseconds)
  const beyond = microseconds - ms * MICROSECONDS
  if (beyond === 0) return ms
  return new Date(ms).toISOString().replace('Z', `${String(beyond).padStart(3, '0')}Z`)
}
