/** A network as a DuckDB database in memory, in the layout of docs/scale.md. */
import { DuckDBInstance } from '@duckdb/node-api'
import type { AccountRecord, TransferRecord } from 'fundtrail'
import { microseconds } from './microseconds.js'

const ENTRIES = `create or replace table entries (
  account varchar not null, time timestamp not null, seq bigint not null, id varchar not null,
  counterparty varchar not null, amount bigint not null, currency varchar, balance bigint, kind varchar,
  reverses varchar, memo varchar)`
const ACCOUNTS = `create or replace table accounts (
  id varchar primary key, holder varchar, holder_id varchar, institution varchar, kind varchar, status varchar,
  opening bigint)`

export async function connect() {
  const instance = await DuckDBInstance.create(':memory:')
  return instance.connect()
}

const cents = (amount: unknown): string | null =>
  amount === undefined ? null : String(Math.round(Number(amount) * 100))

/** Loads records with amounts of two decimals: both sides of each, sorted by account and time. */
export async function load(
  connection: Awaited<ReturnType<typeof connect>>,
  records: readonly TransferRecord[],
  accounts: readonly AccountRecord[],
): Promise<void> {
  await connection.run(ENTRIES)
  await connection.run(ACCOUNTS)
  const transfers = records.map((record, index) => ({
    id: record.id,
    seq: index + 1,
    payer: record.from,
    payee: record.to,
    cents: cents(record.amount),
    us: microseconds(record.time),
    currency: record.currency ?? null,
    kind: record.kind ?? null,
    status: record.status ?? null,
    reverses: record.reverses ?? null,
    payer_balance: cents(record.fromBalance),
    payee_balance: cents(record.toBalance),
  }))
  const shape = `[{"id":"VARCHAR","seq":"BIGINT","payer":"VARCHAR","payee":"VARCHAR","cents":"BIGINT","us":"BIGINT",
    "currency":"VARCHAR","kind":"VARCHAR","status":"VARCHAR","reverses":"VARCHAR","payer_balance":"BIGINT",
    "payee_balance":"BIGINT"}]`
  await connection.run(
    `insert into entries by name
    with given as (select unnest(from_json($1, '${shape}'), recursive := true)),
    moving as (select *, make_timestamp(us) as time from given where status is distinct from 'failed' and payer <> payee)
    select * from (
      select payer as account, time, seq, id, payee as counterparty, -cents as amount, currency,
        payer_balance as balance, kind, reverses from moving
      union all
      select payee, time, seq, id, payer, cents, currency, payee_balance, kind, reverses from moving)
    order by account, time, seq`,
    [JSON.stringify(transfers)],
  )
  await connection.run(
    'create or replace table entry_ids as select id, account from entries where amount < 0 order by id',
  )
  const known = accounts.map(({ id, holder, holderId, institution, kind, status, openingBalance }) => ({
    id,
    holder: holder ?? null,
    holder_id: holderId ?? null,
    institution: institution ?? null,
    kind: kind ?? null,
    status: status ?? null,
    opening: cents((openingBalance as { CNY?: string } | undefined)?.CNY),
  }))
  await connection.run(
    `insert into accounts by name select unnest(from_json($1, '[{"id":"VARCHAR","holder":"VARCHAR",
      "holder_id":"VARCHAR","institution":"VARCHAR","kind":"VARCHAR","status":"VARCHAR","opening":"BIGINT"}]'),
      recursive := true)`,
    [JSON.stringify(known)],
  )
}
