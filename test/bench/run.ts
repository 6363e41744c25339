/**
 * `npm run bench`: speed and memory of the built package beside its peers. Figures, not tests: nothing fails here for
 * being slow. `npm run bench -- --only claim --transfers 100000` measures one subject on less.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type BenchOptions, count, type Figure, type Measurement, SUBJECTS, type Subject } from './figures.js'
import { inProcess } from './in-process.js'
import { layOut } from './lay-out.js'

const HELP = `npm run bench -- [options]
  --only NAME              ${SUBJECTS.join(', ')}; may be given several times (default: all)
  --transfers N            for ingest and claim (default 1000000)
  --accounts N             default: a tenth of the transfers
  --peer-transfers N       given to graphology, scaled to --transfers (default: a fifth of the transfers)
  --claims N               default 1000
  --memory-transfers N     default 10000000
  --rows N                 of the file for files (default 1000000)
  --runs N                 of which the median counts (default 5)
  --seed N                 default 1
  --shuffled               records in random order instead of in the order of time
  --numbers                amounts as numbers instead of strings
  --epoch                  times as epoch milliseconds instead of ISO strings`

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    transfers: { type: 'string', default: '1000000' },
    accounts: { type: 'string' },
    'peer-transfers': { type: 'string' },
    claims: { type: 'string', default: '1000' },
    'memory-transfers': { type: 'string', default: '10000000' },
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    shuffled: { type: 'boolean', default: false },
    numbers: { type: 'boolean', default: false },
    epoch: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(HELP)
} else {
  const transfers = whole('transfers', values.transfers)
  const options: BenchOptions = {
    transfers,
    accounts: whole('accounts', values.accounts ?? String(Math.max(2, Math.floor(transfers / 10)))),
    peerTransfers: whole('peer-transfers', values['peer-transfers'] ?? String(Math.ceil(transfers / 5))),
    claims: whole('claims', values.claims),
    memoryTransfers: whole('memory-transfers', values['memory-transfers']),
    rows: whole('rows', values.rows),
    runs: whole('runs', values.runs),
    seed: whole('seed', values.seed),
    shuffled: values.shuffled,
    numbers: values.numbers,
    epoch: values.epoch,
  }
  await main(values.only?.map(subjectOf) ?? [...SUBJECTS], options)
}

async function main(subjects: Subject[], options: BenchOptions): Promise<void> {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  console.log(`Node ${process.version}, ${processor}, seed ${options.seed}`)
  console.log(`${count(options.transfers)} transfers over ${count(options.accounts)} accounts\n`)
  const figures: Figure[] = []
  const notes: string[] = []
  for (const subject of subjects) {
    const worker = new URL('./worker.ts', import.meta.url)
    const measured = await inProcess<Measurement>(worker, { subject, options }, subject)
    figures.push(...measured.figures)
    notes.push(...measured.notes)
  }
  console.log(`${tableOf(figures)}\n\n${notes.join('\n')}`)
}

function tableOf(figures: readonly Figure[]): string {
  return layOut([
    ['figure', 'ours', 'peer', 'ratio', 'goal'],
    ...figures.map(({ figure, ours, peer = '', ratio = '', goal = '' }) => [figure, ours, peer, ratio, goal]),
  ])
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1) throw new Error(`--${name} takes a whole number above 0, not "${text}"`)
  return value
}

function subjectOf(text: string): Subject {
  const subject = SUBJECTS.find((name) => name === text)
  if (!subject) throw new Error(`--only takes ${SUBJECTS.join(', ')}, not "${text}"`)
  return subject
}
