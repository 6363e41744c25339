/** Traces through two shards of ClickHouse, on a cluster that is there for the time of the measurement. */
import { Readable } from 'node:stream'

import { type ClickHouseClientLike, clickhouseSource, expandTrace } from 'fundtrail/sources'
import { startCluster } from '../../support/clickhouse-cluster.js'
import { type ClickHouseTables, createTables } from '../../support/clickhouse-tables.js'
import { count, duration } from '../figures.js'
import { accountIds, movements, type Shape, transferIds } from '../generator.js'
import type { Measured, Result, Task } from './figures.js'
import { measureTrace, pickClaims } from './measure.js'

const SHARDS = 2
/** Transfers loaded at once: the table that they are loaded from is in the memory of one server. */
const AT_ONCE = 500_000
const COLUMNS = ['id', 'seq', 'payer', 'payee', 'time', 'amount']

export async function measureClickhouse({ shape, targets, runs }: Task & { subject: 'clickhouse' }): Promise<Result> {
  const cluster = await startCluster(SHARDS)
  try {
    const made = performance.now()
    const tables = await createTables('fundtrail_bench', cluster.urls)
    const period = await load(tables, shape)
    const making = (performance.now() - made) / 1000
    const options = { entries: 'entries', ids: 'entry_ids', period }
    const traces: Measured[] = []
    const notes = [
      `clickhouse: ${count(shape.transfers)} transfers generated and loaded in ${duration(making)}, ` +
        `${((await onDisk(tables)) / shape.transfers).toFixed(0)} bytes of disk each`,
    ]
    for (const target of targets) {
      const claims = await pickClaims(clickhouseSource(tables.client, options), shape, target)
      const { client, total } = profiled(tables)
      const { read } = await expandTrace(clickhouseSource(client, options), { claims })
      let statements = 0
      const counted: ClickHouseClientLike = {
        exec(parameters) {
          statements++
          return tables.client.exec(parameters as { query: string })
        },
      }
      const measured = await measureTrace(clickhouseSource(counted, options), claims, runs, () => statements)
      traces.push({ ...measured, scanned: total.rows })
      notes.push(
        `clickhouse: ${count(read.accounts)} accounts: ${(total.bytes / 1e6).toFixed(1)} MB read by the engine, ` +
          `${(total.left / 1e6).toFixed(2)} MB of answers left it`,
      )
    }
    await tables.close()
    return { traces, peak: process.resourceUsage().maxRSS * 1024, notes }
  } finally {
    await cluster.stop()
  }
}

/** Loads the transfers as docs/scale.md does; the time that they take. */
async function load(tables: ClickHouseTables, shape: Shape): Promise<{ from: number; to: number }> {
  const [accountOf, idOf] = [accountIds(shape), transferIds(shape)]
  let [from, to, seq] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  let lines: string[] = []
  for (const { payer, payee, cents, time } of movements(shape)) {
    from = Math.min(from, time)
    to = Math.max(to, time)
    lines.push(`${idOf(seq)}\t${++seq}\t${accountOf(payer)}\t${accountOf(payee)}\t${time}000\t${cents}\n`)
    if (lines.length < AT_ONCE && seq < shape.transfers) continue
    await tables.add({ columns: COLUMNS, lines: blocks(lines) })
    lines = []
  }
  await tables.finish()
  return { from, to }
}

function* blocks(lines: readonly string[]): Generator<string> {
  for (let at = 0; at < lines.length; at += 10_000) yield lines.slice(at, at + 10_000).join('')
}

/** The client, with what the engine says of each answer: rows and bytes that all shards read for it, and what left them. */
function profiled({ client }: ClickHouseTables) {
  const total = { rows: 0, bytes: 0, left: 0 }
  const watched: ClickHouseClientLike = {
    async exec(parameters) {
      const { stream } = await client.exec(parameters as { query: string })
      let body = ''
      for await (const chunk of stream.setEncoding('utf8')) body += chunk
      const { rows_read: rows, bytes_read: bytes } = JSON.parse(body).statistics
      total.rows += rows
      total.bytes += bytes
      total.left += Buffer.byteLength(body)
      return { stream: Readable.from([body]) }
    },
  }
  return { client: watched, total }
}

async function onDisk({ client, database }: ClickHouseTables): Promise<number> {
  // The first shard has half of it.
  const result = await client.query({
    query: `select toFloat64(sum(bytes_on_disk)) as bytes from system.parts where active and database = '${database}'`,
    format: 'JSONEachRow',
  })
  const [answer] = await result.json<{ bytes: number }>()
  return SHARDS * (answer?.bytes ?? 0)
}
