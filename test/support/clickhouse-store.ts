/** A network on a ClickHouse cluster of two shards, in the layout that docs/scale.md creates. */
import { readFileSync } from 'node:fs'
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'
import type { AccountRecord, TransferRecord } from 'fundtrail'

/** One address a shard, in FUNDTRAIL_CLICKHOUSE, as `npm run with-clickhouse` gives it. */
export const urls = (process.env['FUNDTRAIL_CLICKHOUSE'] ?? '').split(/\s+/).filter((url) => url !== '')
if (urls.length === 0) console.log('ClickHouse: tests skipped, FUNDTRAIL_CLICKHOUSE names no server')

const page = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8')
const section = page.slice(page.indexOf('\n## ClickHouse'))
const [create = '', load = ''] = [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql!)
const statementsOf = (sql: string) => sql.split(/;\s*\n/).filter((statement) => statement.trim() !== '')

const TRANSFERS = `create table transfers (id String, seq Int64, payer String, payee String, time Int64, amount Int64,
  currency String, payer_balance Nullable(Int64), payee_balance Nullable(Int64), kind String, status String,
  reverses String, memo String) engine = Memory`

export interface ClickHouseStore {
  database: string
  /** Of the first shard. */
  client: ClickHouseClient
  /** Runs a statement on every shard. */
  everywhere(sql: string): Promise<void>
  load(records: readonly TransferRecord[], accounts?: readonly AccountRecord[]): Promise<void>
  close(): Promise<void>
}

export function connect(
  url: string,
  database: string,
  username = 'default',
  clickhouse_settings: ClickHouseSettings = {},
): ClickHouseClient {
  // What fails is the tests' to see, not the console's.
  return createClient({ url, database, username, clickhouse_settings, log: { level: ClickHouseLogLevel.OFF } })
}

/** The page's tables, in a database of their own. */
export async function createStore(database: string, servers: readonly string[] = urls): Promise<ClickHouseStore> {
  for (const url of servers) {
    const server = connect(url, 'default')
    await server.command({ query: `drop database if exists ${database}` })
    await server.command({ query: `create database ${database}` })
    await server.close()
  }
  const clients = servers.map((url) => connect(url, database))
  const everywhere = async (query: string) => {
    for (const client of clients) await client.command({ query })
  }
  for (const statement of statementsOf(create)) {
    await everywhere(statement.replace('Distributed(fundtrail, default,', `Distributed(fundtrail, ${database},`))
  }
  const [client] = clients as [ClickHouseClient]
  await client.command({ query: TRANSFERS })
  return {
    database,
    client,
    everywhere,
    async load(records, accounts = []) {
      for (const table of ['entries_local', 'entry_ids_local', 'accounts_local']) {
        await everywhere(`truncate table ${table}`)
      }
      await client.command({ query: 'truncate table transfers' })
      const rows = records.map((record, index) => rowOf(record, index + 1))
      await client.insert({ table: 'transfers', values: rows, format: 'JSONEachRow' })
      // A setting lasts as long as a session.
      for (const query of statementsOf(load)) await client.command({ query, session_id: database })
      const known = accounts.map(({ id, holder, holderId, institution, kind, status, openingBalance }) => ({
        id,
        holder: holder ?? '',
        holder_id: holderId ?? '',
        institution: institution ?? '',
        kind: kind ?? '',
        status: status ?? '',
        opening: cents((openingBalance as { CNY?: string } | undefined)?.CNY),
      }))
      await client.insert({
        table: 'accounts',
        values: known,
        format: 'JSONEachRow',
        clickhouse_settings: { insert_distributed_sync: 1 },
      })
    },
    async close() {
      for (const each of clients) await each.close()
    },
  }
}

function rowOf(record: TransferRecord, seq: number) {
  return {
    id: record.id,
    seq,
    payer: record.from,
    payee: record.to,
    time: microseconds(record.time),
    amount: cents(record.amount),
    currency: record.currency ?? '',
    payer_balance: cents(record.fromBalance),
    payee_balance: cents(record.toBalance),
    kind: record.kind ?? '',
    status: record.status ?? '',
    reverses: record.reverses ?? '',
    memo: record.memo ?? '',
  }
}

function microseconds(time: TransferRecord['time']): string {
  const ms = new Date(time).getTime()
  const beyond = typeof time === 'string' ? (/\.\d{3}(\d{1,3})/.exec(time)?.[1] ?? '') : ''
  return String(BigInt(ms) * 1000n + BigInt(beyond.padEnd(3, '0')))
}

/** Amounts of at most two decimals, to the cent. */
function cents(amount: unknown): string | null {
  if (amount === undefined) return null
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount)) ?? []
  if (whole === '') return String(Math.round(Number(amount) * 100))
  return `${sign}${BigInt(`${whole}${fraction.padEnd(2, '0')}`)}`
}
