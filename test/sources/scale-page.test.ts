import { readFileSync } from 'node:fs'
import { listValue } from '@duckdb/node-api'
import { buildMoneyGraph, trace } from 'fundtrail'
import { duckdbSource, expandTrace } from 'fundtrail/sources'
import { expect, test } from 'vitest'
import { postgresSource } from '../../examples/support/postgres-source.js'
import { connect } from '../support/duckdb-store.js'
import { endings, transfers } from '../support/ledger.js'

const page = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8')
const example = readFileSync(new URL('../../examples/support/postgres-source.ts', import.meta.url), 'utf8')

const records = transfers(`
  id  time   from      to        amount
  a1  08:00  mule-1    shop         50
  o1  08:10  employer  mule-1       30
  t1  09:00  victim    mule-1      100
  t2  09:10  mule-1    mule-2       60
  t3  09:20  mule-1    mule-3       95
  t4  09:30  mule-2    mule-1       60`)
const whole = endings(trace(buildMoneyGraph(records).graph, { from: 't1' }))

/** The page's statements, run on a table of transfers. */
async function loaded() {
  const connection = await connect()
  await connection.run(`create table transfers (id varchar, seq integer, payer varchar, payee varchar, time timestamp,
    amount bigint, currency varchar, payer_balance bigint, payee_balance bigint, kind varchar, status varchar,
    reverses varchar, memo varchar)`)
  for (const [seq, { id, from, to, amount, time }] of records.entries()) {
    await connection.run(
      `insert into transfers by name select $1 as id, $2::integer as seq, $3 as payer, $4 as payee,
        $5::timestamp as time, $6::bigint * 100 as amount`,
      [id!, `${seq}`, from, to, new Date(time).toISOString(), String(amount)],
    )
  }
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(page) ?? []
  await connection.run(sql)
  return connection
}

test('the statements of docs/scale.md create and load what duckdbSource reads', async () => {
  const { trace: found } = await expandTrace(duckdbSource(await loaded(), { entries: 'entries' }), { from: 't1' })
  expect(endings(found)).toEqual(whole)
})

test('docs/scale.md shows the source for PostgreSQL as it is, and its statements answer as they should', async () => {
  expect(page).toContain(`\`\`\`ts\n${example}\`\`\``)
  const connection = await loaded()
  // DuckDB speaks PostgreSQL well enough for these.
  await connection.run('alter table entries rename to in_cents')
  await connection.run(
    'create view entries as select * replace ((amount / 100)::decimal(18,2) as amount) from in_cents',
  )
  const pool = {
    async query(sql: string, values: unknown[]) {
      const bound = values.map((value) => (Array.isArray(value) ? listValue(value) : (value as string)))
      return { rows: (await connection.runAndReadAll(sql, bound)).getRowObjects() }
    },
  }
  const { trace: found, read } = await expandTrace(postgresSource(pool), { from: 't1', batchSize: 2 })
  expect(endings(found)).toEqual(whole)
  expect(read.accounts).toBe(3)
})
