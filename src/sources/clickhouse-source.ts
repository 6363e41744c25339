import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import { type ClickHouseClientLike, queryOn } from './clickhouse/query.js'
import { checkTexts, unitRow, wholeText } from './clickhouse/rows.js'
import { answerStatements } from './clickhouse/statements.js'
import { accountsSql, placesSql } from './clickhouse/statements-sql.js'
import { openStore, readPeriod, type Store, type StoreOptions } from './clickhouse/store.js'
import { inTurns } from './in-turns.js'
import { type MoneyOptions, readMoneyOptions } from './money-options.js'
import { openOnce } from './open-once.js'
import { withPoint } from './points.js'
import { msOf } from './statement-window.js'
import { type StoredAccount, storedFacts, storedTransfer } from './stored-row.js'
import type { StatementSource, StoredTransfer } from './types.js'

export interface ClickHouseSourceOptions extends StoreOptions, MoneyOptions {
  /**
   * Rows of history that the servers sort at once to find opening balances, at about 120 bytes of memory each; a longer
   * history is read stretch by stretch. Changes no result. Default 500,000.
   */
  rowsAtOnce?: number
}

/**
 * Tables of ClickHouse as a source: Distributed ones over the shards of a cluster, or plain ones of one server. `client`
 * is a client of @clickhouse/client; it only reads, and its user must be allowed to change settings (`readonly` 0 or 2).
 * The store is taken to be complete: whatever moved is in it. It is looked at when it is first asked, and must not change
 * while a trace expands.
 *
 * Ids travel beside a statement as external tables, never in it. Opening balances are found by the shards; only rows from
 * the arrival on leave them. A shard that is down, a limit that is reached or an answer that is cut is an error.
 *
 * @throws FundtrailError 'bad-option'; where a table or a column is not as it must be, when it is first asked
 */
export function clickhouseSource(
  client: ClickHouseClientLike,
  options: ClickHouseSourceOptions,
): Required<StatementSource> {
  if (typeof client?.exec !== 'function') {
    throw new FundtrailError('bad-option', `client is ${show(client)}; it must be a client of @clickhouse/client`)
  }
  if (compresses(client)) {
    throw new FundtrailError('bad-option', 'client compresses requests; make one without compression.request')
  }
  const { rowsAtOnce = 500_000 } = options
  if (!Number.isSafeInteger(rowsAtOnce) || rowsAtOnce < 1) {
    throw new FundtrailError('bad-option', `rowsAtOnce is ${show(rowsAtOnce)}; it must be a whole number from 1`)
  }
  if (options.period !== undefined) readPeriod(options.period)
  const money = readMoneyOptions(options)
  const { currency, decimalsOf } = money
  const query = queryOn(client)
  const open = openOnce(() => openStore(options, currency, query))

  return {
    shortfall: money.shortfall,
    async transfers(ids, { signal } = {}) {
      const { sql, ids: places, scale } = await open()
      const asked = { name: 'asked', structure: 'id String', rows: ids.filter(isText).map((id) => [id]) }
      if (asked.rows.length === 0) return []
      let rows: Awaited<ReturnType<typeof query>>
      if (places === undefined) {
        rows = await query(sql.scan(), [asked], signal)
      } else {
        const found = await query(placesSql(places), [asked], signal)
        if (found.length === 0) return []
        const exact = found.map((row) => [
          row['owner'] as string,
          wholeText('time', row['at']),
          wholeText('seq', row['place']),
        ])
        const at = { name: 'asked', structure: 'account String, time Int64, seq Int64', rows: exact }
        rows = await query(sql.at(), [at], signal)
      }
      // Rows that share a place with one of them are of no interest.
      const wanted = new Set(ids)
      return rows
        .map((row) => recordOf(row, scale))
        .filter(({ id, reverses }) => wanted.has(id) || (reverses !== undefined && wanted.has(reverses)))
    },
    async statements(requests, { signal } = {}) {
      const store = await open()
      const known = requests.filter(({ account }) => isText(account))
      return inTurns(known, async (turn) => {
        const ids = turn.map(({ account }) => account)
        const facts = await accountsOf(store, ids, signal)
        return answerStatements({ store, query, rowsAtOnce, ...money, recordOf }, turn, facts, signal)
      })
    },
    async accounts(ids, { signal } = {}) {
      const store = await open()
      const known = ids.filter(isText)
      const facts = await accountsOf(store, known, signal)
      const rest = known.filter((id) => !facts.has(id)).map((id) => [id])
      const asked = { name: 'asked', structure: 'account String', rows: rest }
      const seen = rest.length === 0 ? [] : await query(store.sql.seen(), [asked], signal)
      const others = new Set(seen.map(({ owner }) => owner as string))
      return [...[...facts.values()].map((account) => account.facts), ...[...others].map((id) => ({ id }))]
    },
    async lastTime() {
      const { last } = await open()
      return Number.isNaN(last) ? undefined : new Date(msOf(last))
    },
  }

  async function accountsOf({ accounts }: Store, ids: readonly string[], signal: AbortSignal | undefined) {
    const result = new Map<string, StoredAccount>()
    if (accounts === undefined || ids.length === 0) return result
    const asked = { name: 'asked', structure: 'id String', rows: ids.map((id) => [id]) }
    for (const row of await query(accountsSql(accounts), [asked], signal)) {
      const id = row['owner'] as string
      checkTexts([id], row['size'])
      const units = row['openingUnits']
      const facts = storedFacts(id, {
        holder: row['holderName'],
        holderId: row['holderNumber'],
        institution: row['bank'],
        kind: row['sort'],
        status: row['state'],
      })
      const places = accounts.scale ?? decimalsOf(currency)
      const opening = units === null ? undefined : withPoint(wholeText('opening', units), places)
      result.set(id, { facts, opening })
    }
    return result
  }

  function recordOf(answered: Record<string, unknown>, scale: number | undefined): StoredTransfer {
    const { units, balance, ...row } = unitRow(answered)
    const places = scale ?? decimalsOf(row.currency)
    return storedTransfer({
      ...row,
      isCredit: !units.startsWith('-'),
      amount: withPoint(units.replace('-', ''), places),
      balance: balance === null ? null : withPoint(balance, places),
    })
  }
}

/** Half of a surrogate pair has no UTF-8: no store has such an id, and sent as it is it would stand for another. */
function isText(id: string): boolean {
  return typeof id === 'string' && !/\p{Surrogate}/u.test(id)
}

/** Forms are sent with their length, which a client that compresses them makes wrong: nothing would ever be answered. */
function compresses(client: object): boolean {
  const { connectionParams } = client as { connectionParams?: { compression?: { compress_request?: unknown } } }
  return Boolean(connectionParams?.compression?.compress_request)
}
