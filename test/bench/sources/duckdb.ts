/** Traces through DuckDB on disk, beside a recursive query of the engine. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { duckdbSource, expandTrace } from 'fundtrail/sources'
import { count, duration, median } from '../figures.js'
import type { Measured, Result, Task } from './figures.js'
import { measureTrace, pickClaims } from './measure.js'
import { duckdbStore, MEMORY } from './store.js'

const RELATIONS = { entries: 'entries', ids: 'transfers' }

export async function measureDuckdb({ folder, shape, targets, runs }: Task & { subject: 'duckdb' }): Promise<Result> {
  const made = performance.now()
  const path = await duckdbStore(folder, shape)
  const making = (performance.now() - made) / 1000
  const traces: Measured[] = []
  for (const target of targets) {
    // One that knows which claims it takes, and another that has nothing in its memory yet.
    const scout = await open(path)
    const claims = await pickClaims(duckdbSource(scout.connection, RELATIONS), shape, target)
    scout.close()
    const engine = await open(path)
    const looked = await scanned(engine.connection, claims)
    const reach = await timeReach(engine.connection, claims, looked.rounds, looked.accounts, runs)
    engine.close()
    const again = await open(path)
    let statements = 0
    const counted = {
      runAndReadAll(sql: string, values?: string[]) {
        statements++
        return again.connection.runAndReadAll(sql, values)
      },
    }
    const measured = await measureTrace(duckdbSource(counted, RELATIONS), claims, runs, () => statements)
    again.close()
    traces.push({ ...measured, scanned: looked.rows, fromDisk: looked.bytes, reach })
  }
  const notes =
    making > 1 ? [`duckdb: ${count(shape.transfers)} transfers generated and loaded in ${duration(making)}`] : []
  return { traces, peak: process.resourceUsage().maxRSS * 1024, notes }
}

async function open(path: string) {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', memory_limit: MEMORY, threads: '2' })
  const connection = await instance.connect()
  return {
    connection,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Expands once with the engine's profile on: rows that its scans looked at, and bytes from the file. */
async function scanned(connection: DuckDBConnection, claims: Measured['claims']) {
  const folder = await mkdtemp(join(tmpdir(), 'fundtrail-profile-'))
  const profile = join(folder, 'profile.json')
  await connection.run("pragma enable_profiling = 'json'")
  await connection.run(`pragma profiling_output = '${profile}'`)
  const total = { rows: 0, bytes: 0, rounds: 0, accounts: 0 }
  const profiled = {
    async runAndReadAll(sql: string, values?: string[]) {
      const reader = await connection.runAndReadAll(sql, values)
      // A statement that looks at columns alone has no profile.
      const text = await readFile(profile, 'utf8').catch(() => '{}')
      await rm(profile, { force: true })
      const { cumulative_rows_scanned: rows = 0, total_bytes_read: bytes = 0 } = JSON.parse(text)
      // The ends of the store are found once, by each row group's own: the profile counts all rows, which nobody looks at.
      if (!sql.includes('order by stamp')) total.rows += rows
      total.bytes += bytes
      return reader
    },
  }
  const { rounds, read } = await expandTrace(duckdbSource(profiled, RELATIONS), { claims })
  await connection.run('pragma disable_profiling')
  await rm(folder, { recursive: true })
  return { ...total, rounds, accounts: read.accounts }
}

/**
 * Which accounts money can have reached, by time alone: from each account reached, whom it paid later. As many steps as
 * the trace had rounds, and no more accounts a step than it read; where the claims' money arrived is given.
 */
async function timeReach(
  connection: DuckDBConnection,
  claims: Measured['claims'],
  steps: number,
  accounts: number,
  runs: number,
): Promise<number> {
  const ids = claims.flatMap(({ transfers }) => transfers)
  const list = ids.map((_, index) => `$${index + 1}`).join(', ')
  await connection.run(
    `create or replace temp table seeds as select counterparty as account, min(time) as since from entries
     where amount < 0 and id in (${list}) group by 1`,
    ids,
  )
  const seconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await connection.runAndReadAll(
      `with recursive reach as (
         select account, since, 0 as step from seeds
         union all
         select * from (
           select e.counterparty as account, min(e.time) as since, any_value(r.step) + 1 as step
           from reach r join entries e on e.account = r.account and e.time >= r.since
           where e.amount < 0 and r.step < ${steps}
           group by e.counterparty order by 2 limit ${accounts})
       )
       select account, min(since) as since from reach group by account order by 2 limit ${accounts}`,
    )
    seconds.push((performance.now() - start) / 1000)
  }
  return median(seconds)
}
