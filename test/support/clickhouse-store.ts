/** A network on a ClickHouse cluster of two shards, in the layout that docs/scale.md creates. */
import type { AccountRecord, TransferRecord } from 'fundtrail'
import { type ClickHouseTables, createTables } from './clickhouse-tables.js'
import { microseconds } from './microseconds.js'

/** One address a shard, in FUNDTRAIL_CLICKHOUSE, as `npm run with-clickhouse` gives it. */
export const urls = (process.env['FUNDTRAIL_CLICKHOUSE'] ?? '').split(/\s+/).filter((url) => url !== '')
if (urls.length === 0) console.log('ClickHouse: tests skipped, FUNDTRAIL_CLICKHOUSE names no server')

export interface ClickHouseStore extends ClickHouseTables {
  load(records: readonly TransferRecord[], accounts?: readonly AccountRecord[]): Promise<void>
}

export async function createStore(database: string, servers: readonly string[] = urls): Promise<ClickHouseStore> {
  const tables = await createTables(database, servers)
  const { client, everywhere } = tables
  return {
    ...tables,
    async load(records, accounts = []) {
      for (const table of ['entries_local', 'entry_ids_local', 'accounts_local']) {
        await everywhere(`truncate table ${table}`)
      }
      await tables.add(records.map((record, index) => rowOf(record, index + 1)))
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

/** Amounts of at most two decimals, to the cent. */
function cents(amount: unknown): string | null {
  if (amount === undefined) return null
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount)) ?? []
  if (whole === '') return String(Math.round(Number(amount) * 100))
  return `${sign}${BigInt(`${whole}${fraction.padEnd(2, '0')}`)}`
}
