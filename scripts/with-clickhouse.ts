/**
 * Runs a command beside a ClickHouse cluster of two shards that is there for it alone, and tells it where in
 * FUNDTRAIL_CLICKHOUSE: `npm run with-clickhouse -- npm test`.
 */
import { spawn } from 'node:child_process'
import { startCluster } from '../test/support/clickhouse-cluster.js'

const [command, ...rest] = process.argv.slice(2)
if (command === undefined) throw new Error('a command is missing: npm run with-clickhouse -- npm test')
const began = Date.now()
const cluster = await startCluster()
console.error(`ClickHouse: two shards, up after ${Date.now() - began} ms`)
const child = spawn(command, rest, {
  stdio: 'inherit',
  env: { ...process.env, FUNDTRAIL_CLICKHOUSE: cluster.urls.join(' ') },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
const code = await new Promise<number>((resolve) => {
  child.once('error', (error) => {
    console.error(error.message)
    resolve(127)
  })
  child.once('exit', (status) => resolve(status ?? 1))
})
await cluster.stop()
process.exitCode = code
