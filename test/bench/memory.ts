/** How much memory a graph takes while it is built from a generator, and after. */
import { buildMoneyGraph } from 'fundtrail'
import { type BenchOptions, count, duration, type Measurement, retained } from './figures.js'
import { records } from './generator.js'

/** Runs once and in a process of its own: the peak is the whole process's, Node included. */
export function measureMemory(options: BenchOptions): Measurement {
  const transfers = options.memoryTransfers
  const before = retained()
  const start = performance.now()
  const { graph } = buildMoneyGraph(
    records({ ...options, transfers, accounts: Math.max(2, Math.floor(transfers / 10)) }),
  )
  const seconds = (performance.now() - start) / 1000
  const peak = process.resourceUsage().maxRSS * 1024
  const bytes = (retained() - before) / graph.size
  return {
    figures: [
      {
        figure: `peak memory, ${count(graph.size)} transfers from a generator`,
        ours: `${(peak / 1e9).toFixed(2)} GB`,
        goal: 'under 3 GB',
      },
      { figure: 'memory kept, a transfer', ours: `${bytes.toFixed(0)} bytes` },
    ],
    notes: [
      `memory: ${count(graph.order)} accounts; generated and built in ${duration(seconds)}; the peak is the resident set ` +
        'of the whole process',
    ],
  }
}
