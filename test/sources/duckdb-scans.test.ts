import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duckdbSource, expandTrace } from 'fundtrail/sources'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../support/duckdb-store.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-scans-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Rows that the engine's scans looked at for a trace through a store with so many accounts, each with 20 rows. */
async function looked(accounts: number, prefix = 'a'): Promise<{ rows: number; endings: string[] }> {
  const connection = await connect()
  await connection.run(`attach '${join(folder, `${prefix}${accounts}.duckdb`)}' as store (row_group_size 2048)`)
  await connection.run('use store')
  // Account n pays n + 1 after n - 1 has paid it, from the first to the last: the claim goes on for ten accounts.
  await connection.run(`create table entries as
    with t as (
      select n * 10 + k as seq, 't' || (n * 10 + k) as id, '${prefix}' || lpad(n::varchar, 6, '0') as payer,
        '${prefix}' || lpad((n + 1)::varchar, 6, '0') as payee, make_timestamp(1704067200000000 + (n * 10 + k) * 1000000) as time
      from range(0, ${accounts}) r(n), range(0, 10) s(k))
    select * from (
      select payer as account, time, seq, id, payee as counterparty, -100 as amount from t
      union all select payee, time, seq, id, payer, 100 from t)
    order by account, time, seq`)
  await connection.run('create table entry_ids as select id, account from entries where amount < 0 order by id')
  const profile = join(folder, 'profile.json')
  await connection.run("pragma enable_profiling = 'json'")
  await connection.run(`pragma profiling_output = '${profile}'`)
  let rows = 0
  const watched = {
    async runAndReadAll(sql: string, values?: string[]) {
      const reader = await connection.runAndReadAll(sql, values)
      // The ends of the store are found once, by looking at every row group's own.
      const isSpan = sql.includes('order by stamp')
      const text = await readFile(profile, 'utf8').catch(() => '{}')
      await rm(profile, { force: true })
      if (!isSpan) rows += JSON.parse(text).cumulative_rows_scanned ?? 0
      return reader
    },
  }
  const source = duckdbSource(watched, { entries: 'entries', ids: 'entry_ids' })
  const { trace } = await expandTrace(source, { from: 't1000', maxLevel: 10, ends: 'names' })
  const endings = trace.endings.map(({ account, code, amount }) => `${account} ${code} ${amount.toFixed(2)}`)
  return { rows, endings }
}

test('what DuckDB looks at grows with the accounts that the money reached, not with the table', async () => {
  const [small, large] = [await looked(2000), await looked(16_000)]
  expect(large.endings).toEqual(small.endings)
  expect(small.endings).toEqual(['a000110 limit 1.00'])
  expect(large.rows).toBeLessThan(small.rows * 1.5)
}, 120_000)

test('of ids that begin alike with eight bytes DuckDB knows no bounds: it looks at all rows, and finds the same', async () => {
  const [apart, alike] = [await looked(4000), await looked(4000, 'account-')]
  expect(alike.endings).toEqual(['account-000110 limit 1.00'])
  expect(alike.rows).toBeGreaterThan(apart.rows * 3)
}, 120_000)
