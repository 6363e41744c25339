/** What the measuring processes take and give, and the statistics they share. */
import type { Shape } from './generator.js'

export const SUBJECTS = ['ingest', 'claim', 'rules', 'files', 'memory'] as const
export type Subject = (typeof SUBJECTS)[number]

export interface BenchOptions extends Shape {
  /** Transfers given to graphology, whose time is scaled to `transfers`. */
  peerTransfers: number
  claims: number
  memoryTransfers: number
  /** Rows of a bank's file. */
  rows: number
  runs: number
  shuffled: boolean
  numbers: boolean
  epoch: boolean
}

/** One line of the table. */
export interface Figure {
  figure: string
  ours: string
  peer?: string
  ratio?: string
  goal?: string
}

export interface Measurement {
  figures: Figure[]
  /** What a reader has to know to judge the figures. */
  notes: string[]
}

/** Runs in seconds, each from a clean heap as far as `--expose-gc` allows. */
export function timeRuns(runs: number, work: () => unknown): number[] {
  const seconds: number[] = []
  // Once to warm up: neither side is to be measured on code that is not compiled yet.
  work()
  for (let run = 0; run < runs; run++) seconds.push(timeOnce(work))
  return seconds
}

/** One run in seconds. */
export function timeOnce(work: () => unknown): number {
  globalThis.gc?.()
  const start = performance.now()
  const result = work()
  const seconds = (performance.now() - start) / 1000
  // Looked at after the clock has stopped, so that nobody can optimise the work away.
  if (result === undefined) throw new Error('the work gave no result')
  return seconds
}

/** One run: seconds on the clock, and seconds of all processors, which what else the machine does leaves alone. */
export function measureOnce(work: () => unknown): { seconds: number; processor: number } {
  let processor = 0
  const seconds = timeOnce(() => {
    const before = process.cpuUsage()
    const result = work()
    const { user, system } = process.cpuUsage(before)
    processor = (user + system) / 1e6
    return result
  })
  return { seconds, processor }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** Three significant digits in the unit that reads best. */
export function duration(seconds: number): string {
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`
  if (seconds >= 0.001) return `${(seconds * 1e3).toPrecision(3)} ms`
  return `${(seconds * 1e6).toPrecision(3)} µs`
}

export function times(ratio: number): string {
  return `${ratio >= 100 ? count(ratio) : ratio.toPrecision(3)} x`
}

/** Bytes of heap and buffers still in use after a collection. */
export function retained(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
