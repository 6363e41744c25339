/**
 * `npm run bench:sources`: traces through stores on disk, of the built package. Figures, not tests. The stores are
 * generated where they are not there yet: about 90 bytes of disk a transfer, and twice that while they are made.
 */
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hasServer } from '../../support/clickhouse-cluster.js'
import { count, duration } from '../figures.js'
import type { Shape } from '../generator.js'
import { inProcess } from '../in-process.js'
import { layOut } from '../lay-out.js'
import type { Measured, Result, Task } from './figures.js'

const HELP = `npm run bench:sources -- [options]
  --transfers N          size of a store; may be given several times (default: 2000000, 10000000, 20000000)
  --touch N              accounts that a trace reads, about; may be given several times (default: 10, 100, 1000)
  --cluster-transfers N  on two shards of ClickHouse, where clickhouse-server is there (default 5000000; 0: none)
  --memory-transfers N   the largest store that is traced in memory too (default 10000000)
  --folder PATH          where stores are kept (default: fundtrail-bench in the folder for temporary files)
  --runs N               of which the median counts (default 5)
  --seed N               default 1`

const { values } = parseArgs({
  options: {
    transfers: { type: 'string', multiple: true, default: ['2000000', '10000000', '20000000'] },
    touch: { type: 'string', multiple: true, default: ['10', '100', '1000'] },
    'cluster-transfers': { type: 'string', default: '5000000' },
    'memory-transfers': { type: 'string', default: '10000000' },
    folder: { type: 'string', default: join(tmpdir(), 'fundtrail-bench') },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})

const HEAD = [
  ...['store', 'accounts', 'transfers', 'rounds', 'statements', 'rows out', 'MB out', 'rows scanned', 'MB from disk'],
  ...['first', 'time', 'reach only', 'in memory'],
]

if (values.help) console.log(HELP)
else await main()

async function main(): Promise<void> {
  const [runs, seed] = [whole('runs', values.runs), whole('seed', values.seed)]
  const targets = values.touch.map((text) => whole('touch', text))
  const inMemory = whole('memory-transfers', values['memory-transfers'])
  console.log(`Node ${process.version}, ${cpus().length} cores, seed ${seed}, FIFO, median of ${runs} runs\n`)
  const rows: string[][] = []
  const notes: string[] = []
  const shapeOf = (transfers: number) => ({ transfers, accounts: Math.max(2, Math.floor(transfers / 10)), seed })
  const take = async (name: string, shape: Shape, stored: Result) => {
    const { transfers } = shape
    const held =
      transfers <= inMemory ? await measure({ subject: 'memory', shape, traces: stored.traces, runs }) : undefined
    const done = stored.traces.map((each, index) => [
      `${name}, ${count(transfers)}`,
      ...cellsOf(each),
      held ? duration(held.traces[index]!.seconds) : '',
    ])
    // All of it takes long: what is there is shown at once, and in the table again.
    for (const cells of done) console.error(cells.join('  '))
    rows.push(...done)
    notes.push(...stored.notes, `${name}: ${count(transfers)}: at most ${(stored.peak / 1e9).toFixed(2)} GB resident`)
    notes.push(...(held?.notes ?? []))
  }
  for (const text of values.transfers) {
    const shape = shapeOf(whole('transfers', text))
    await take('DuckDB', shape, await measure({ subject: 'duckdb', folder: values.folder, shape, targets, runs }))
  }
  const onCluster = values['cluster-transfers']
  if (onCluster !== '0' && hasServer()) {
    const shape = shapeOf(whole('cluster-transfers', onCluster))
    await take('ClickHouse', shape, await measure({ subject: 'clickhouse', shape, targets, runs }))
  } else if (onCluster !== '0') {
    notes.push('ClickHouse: left out, the program clickhouse-server is not there')
  }
  console.log(`${layOut([HEAD, ...rows])}\n\n${notes.join('\n')}`)
}

function cellsOf(each: Measured): string[] {
  const { accounts, transfers, rounds, statements, rows, bytes, scanned, fromDisk, first, seconds, reach } = each
  return [
    ...[accounts, transfers, rounds, statements, rows].map(count),
    (bytes / 1e6).toFixed(2),
    scanned === undefined ? '' : count(scanned),
    fromDisk === undefined ? '' : (fromDisk / 1e6).toFixed(1),
    duration(first),
    duration(seconds),
    reach === undefined ? '' : duration(reach),
  ]
}

function measure(task: Task): Promise<Result> {
  return inProcess(new URL('./worker.ts', import.meta.url), task, task.subject)
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1) throw new Error(`--${name} takes a whole number above 0, not "${text}"`)
  return value
}
