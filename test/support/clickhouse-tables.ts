/** The tables that docs/scale.md creates on a ClickHouse cluster, filled by the statements that it loads them with. */
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'

const page = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8')
const section = page.slice(page.indexOf('\n## ClickHouse'))
const [create = '', load = '', once = ''] = [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql!)
const statementsOf = (sql: string) => sql.split(/;\s*\n/).filter((statement) => statement.trim() !== '')

const TRANSFERS = `create table transfers (id String, seq Int64, payer String, payee String, time Int64, amount Int64,
  currency String, payer_balance Nullable(Int64), payee_balance Nullable(Int64), kind String, status String,
  reverses String, memo String) engine = Memory`

export interface ClickHouseTables {
  database: string
  /** Of the first shard. */
  client: ClickHouseClient
  /** Runs a statement on every shard. */
  everywhere(sql: string): Promise<void>
  /** Adds transfers: rows by the names of the columns, or lines in TabSeparated of only the columns named. */
  add(rows: object[] | { columns: string[]; lines: Iterable<string> }): Promise<void>
  /** What is to be done once all is loaded. */
  finish(): Promise<void>
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
export async function createTables(database: string, servers: readonly string[]): Promise<ClickHouseTables> {
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
    async add(rows) {
      await client.command({ query: 'truncate table transfers' })
      if (Array.isArray(rows)) {
        await client.insert({ table: 'transfers', values: rows, format: 'JSONEachRow' })
      } else {
        const [first, ...others] = rows.columns as [string, ...string[]]
        const values = Readable.from(rows.lines, { objectMode: false })
        await client.insert({ table: 'transfers', columns: [first, ...others], values, format: 'TabSeparated' })
      }
      // A setting lasts as long as a session.
      for (const query of statementsOf(load)) await client.command({ query, session_id: database })
    },
    async finish() {
      for (const statement of statementsOf(once)) await everywhere(statement)
    },
    async close() {
      for (const each of clients) await each.close()
    },
  }
}
