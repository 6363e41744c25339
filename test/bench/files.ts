/**
 * A bank's CSV file to records: the library's reader beside csv-parse alone, which only splits the same bytes into
 * cells. Both stream the same file from the disk, in turn.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { readStatements } from 'fundtrail/statements'
import { gb18030 } from '../support/statement-files.js'
import { type BankFileOptions, bankFile } from './bank-file.js'
import { type BenchOptions, count, duration, type Figure, type Measurement, median, retained } from './figures.js'

interface Variant {
  name: string
  options: Partial<BankFileOptions>
  encoding: 'utf-8' | 'gb18030'
}

const VARIANTS: readonly Variant[] = [
  { name: 'UTF-8', options: {}, encoding: 'utf-8' },
  { name: 'GB18030', options: {}, encoding: 'gb18030' },
  { name: 'UTF-8, every cell quoted', options: { isQuoted: true }, encoding: 'utf-8' },
]

export async function measureFiles({ rows, seed, runs }: BenchOptions): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'))
  const figures: Figure[] = []
  const notes: string[] = []
  try {
    for (const { name, options, encoding } of VARIANTS) {
      const path = join(folder, 'bank.csv')
      const encode = encoding === 'gb18030' ? gb18030 : (text: string) => Buffer.from(text)
      await pipeline(encoded({ rows, seed, ...options }, encode), createWriteStream(path))
      const { size } = await stat(path)
      // The first variant is the first work of this process, so its peak is the reading's.
      const memory = figures.length === 0 ? await memoryOf(path, rows) : undefined
      const ours: number[] = []
      const peer: number[] = []
      // Once each to warm up, then in turn, for a machine is not equally fast all the time.
      for (let run = 0; run <= runs; run++) {
        const pair = [
          await timed(() => readOurs(path, rows)),
          await timed(() => readPeer(path, rows, encoding)),
        ] as const
        if (run === 0) continue
        ours.push(pair[0])
        peer.push(pair[1])
      }
      const ratios = ours.map((seconds, run) => (peer[run] as number) / seconds)
      figures.push({
        figure: `read a file, ${count(rows)} rows (${count(size / 1e6)} MB), ${name}`,
        ours: `${duration(median(ours))} (${count(rows / median(ours))} rows/s)`,
        peer: `csv-parse alone ${duration(median(peer))} (${count(rows / median(peer))} rows/s)`,
        ratio: median(ratios).toFixed(2),
        goal: 'at least 0.5 of its rows/s',
      })
      if (memory !== undefined) figures.push(...memory)
      notes.push(
        `files: ${name}: median of ${runs}, in turn: ours ${ours.map(duration).join(', ')}; csv-parse ` +
          `${peer.map(duration).join(', ')}; ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
      )
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  notes.push(
    'files: csv-parse streams the same file with the same options into arrays of text that nobody looks at; GB18030 ' +
      'comes to it through TextDecoder, for it cannot read it',
  )
  return { figures, notes }
}

async function memoryOf(path: string, rows: number): Promise<Figure[]> {
  const before = retained()
  const result = await readOurs(path, rows)
  const peak = process.resourceUsage().maxRSS * 1024
  const kept = retained() - before
  return [
    { figure: `peak memory, ${count(rows)} rows of a file`, ours: `${(peak / 1e9).toFixed(2)} GB` },
    {
      figure: 'memory of the result, a row',
      ours: `${(kept / rows).toFixed(0)} bytes (${count(result.records.length)} records)`,
    },
  ]
}

async function readOurs(path: string, rows: number) {
  const result = await readStatements([{ name: 'bank.csv', data: createReadStream(path) }])
  const { counts, problems } = result
  if (counts.rows !== rows || counts.accepted + counts.merged !== rows || problems.length > 0) {
    throw new Error(`read ${JSON.stringify(counts)} of ${rows} rows, ${JSON.stringify(problems.slice(0, 3))}`)
  }
  return result
}

/** The fastest of its streaming ways: a listener for the rows. `on_record` is slower, `for await` slower still. */
async function readPeer(path: string, rows: number, encoding: Variant['encoding']): Promise<number> {
  const parser = parse({
    delimiter: ',',
    quote: '"',
    escape: '"',
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  })
  let read = 0
  parser.on('data', () => read++)
  const bytes = createReadStream(path)
  if (encoding === 'utf-8') await pipeline(bytes, parser)
  else await pipeline(bytes, (pieces: AsyncIterable<Uint8Array>) => decoded(pieces, encoding), parser)
  if (read !== rows + 1) throw new Error(`csv-parse read ${read} of ${rows + 1} lines`)
  return read
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.()
  const start = performance.now()
  const result = await work()
  const seconds = (performance.now() - start) / 1000
  // Looked at after the clock has stopped, so that nobody can optimise the work away.
  if (result === undefined) throw new Error('the work gave no result')
  return seconds
}

function* encoded(options: BankFileOptions, encode: (text: string) => Uint8Array): Generator<Uint8Array> {
  for (const lines of bankFile(options)) yield encode(lines)
}

async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}
