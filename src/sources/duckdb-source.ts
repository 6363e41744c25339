import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import { slicesOf } from './duckdb/entries-of.js'
import { type DuckDBConnectionLike, queryOn } from './duckdb/query.js'
import { inMajor, recordOf } from './duckdb/rows.js'
import { answerStatements } from './duckdb/statements.js'
import { accountsOfSql, accountsSql, seenSql, transfersSql } from './duckdb/statements-sql.js'
import { openStore, type Store, type StoreOptions } from './duckdb/store.js'
import { inTurns } from './in-turns.js'
import { type MoneyOptions, readMoneyOptions } from './money-options.js'
import { openOnce } from './open-once.js'
import { msOf } from './statement-window.js'
import { type StoredAccount, storedFacts } from './stored-row.js'
import type { StatementSource } from './types.js'

export interface DuckDBSourceOptions extends StoreOptions, MoneyOptions {}

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
  const money = readMoneyOptions(options)
  const { currency, decimalsOf } = money
  const query = queryOn(connection)
  const open = openOnce(() => openStore(options, query))

  return {
    shortfall: money.shortfall,
    async transfers(ids, { signal } = {}) {
      const { entries, ids: places } = await open()
      let among: { account: string }[] | undefined
      if (places !== undefined) {
        among = (await query(accountsOfSql(places, ids), signal)).map((row) => ({ account: row['account'] as string }))
      }
      const rows = await query(transfersSql(entries, ids, currency, among && slicesOf(among)), signal)
      return rows.map((row) => recordOf(row, entries.minor, decimalsOf))
    },
    async statements(requests, { signal } = {}) {
      const store = await open()
      return inTurns(requests, async (turn) => {
        const ids = turn.map(({ account }) => account)
        return answerStatements({ store, query, ...money }, turn, await accountsOf(store, ids, signal), signal)
      })
    },
    async accounts(ids, { signal } = {}) {
      const store = await open()
      const known = await accountsOf(store, ids, signal)
      const others = ids.filter((id) => !known.has(id)).map((account) => ({ account }))
      const seen = others.length === 0 ? [] : await query(seenSql(store.entries, slicesOf(others)), signal)
      return [...[...known.values()].map(({ facts }) => facts), ...seen.map(({ id }) => ({ id: id as string }))]
    },
    async lastTime() {
      const { last } = await open()
      return Number.isNaN(last) ? undefined : new Date(msOf(last))
    },
  }

  async function accountsOf({ accounts }: Store, ids: readonly string[], signal: AbortSignal | undefined) {
    const result = new Map<string, StoredAccount>()
    if (accounts === undefined || ids.length === 0) return result
    for (const row of await query(accountsSql(accounts, ids), signal)) {
      const id = row['id'] as string
      const opening = row['opening'] as string | null
      const facts = storedFacts(id, {
        holder: row['holder'],
        holderId: row['holder_id'],
        institution: row['institution'],
        kind: row['kind'],
        status: row['status'],
      })
      result.set(id, {
        facts,
        opening: opening === null ? undefined : inMajor(opening, accounts.minor, currency, decimalsOf),
      })
    }
    return result
  }
}
