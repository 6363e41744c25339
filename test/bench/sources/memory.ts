/** The same traces on a graph of all transfers in memory: that they say the same, and what they take. */
import { buildMoneyGraph, trace } from 'fundtrail'
import { count, duration, median } from '../figures.js'
import { records } from '../generator.js'
import type { Result, Task } from './figures.js'
import { endingsOf } from './measure.js'

export function measureMemory({ shape, traces, runs }: Task & { subject: 'memory' }): Result {
  const start = performance.now()
  const { graph } = buildMoneyGraph(records(shape))
  const building = (performance.now() - start) / 1000
  const measured = traces.map((expanded) => {
    const seconds: number[] = []
    for (let run = 0; run <= runs; run++) {
      const began = performance.now()
      const result = trace(graph, { claims: expanded.claims })
      seconds.push((performance.now() - began) / 1000)
      const endings = endingsOf(result)
      if (JSON.stringify(endings) !== JSON.stringify(expanded.endings)) {
        throw new Error(`the trace of ${expanded.accounts} accounts in memory differs from the expanded one`)
      }
    }
    return { ...expanded, first: seconds[0]!, seconds: median(seconds.slice(1)) }
  })
  const peak = process.resourceUsage().maxRSS * 1024
  const notes = [
    `memory: ${count(graph.size)} transfers generated and built in ${duration(building)}, at most ` +
      `${(peak / 1e9).toFixed(2)} GB resident; every ending equals the expanded trace's`,
  ]
  return { traces: measured, peak, notes }
}
