/** Records to graph: the library's build beside graphology's, from the same records. */

import { Decimal } from 'decimal.js'
import { buildMoneyGraph, type TransferRecord } from 'fundtrail'
import { MultiDirectedGraph } from 'graphology'
import { type BenchOptions, count, duration, type Measurement, median, timeRuns, times } from './figures.js'
import { records } from './generator.js'

export function measureIngest(options: BenchOptions): Measurement {
  const rows = [...records(options)]
  const ours = timeRuns(options.runs, () => {
    const { graph, counts } = buildMoneyGraph(rows)
    if (counts.accepted !== rows.length) throw new Error(`accepted ${counts.accepted} of ${rows.length}`)
    return graph
  })
  const peerRows = rows.slice(0, options.peerTransfers)
  const scale = rows.length / peerRows.length
  const same = timeRuns(Math.min(3, options.runs), () => toGraphology(peerRows, asToGraphology))
  const bare = timeRuns(Math.min(3, options.runs), () =>
    toGraphology(peerRows, ({ amount, time }) => ({ amount, time })),
  )

  // graphology's cost a transfer grows with the graph, so a scaled figure flatters it: once in full, too.
  const start = performance.now()
  const full = toGraphology(rows, asToGraphology)
  const fullSeconds = (performance.now() - start) / 1000
  if (full.size !== rows.length) throw new Error(`graphology has ${full.size} of ${rows.length}`)

  const seconds = median(ours)
  const beside = (figure: string, peer: string, peerSeconds: number, goal: string) => ({
    figure,
    ours: `${duration(seconds)} (${count(rows.length / seconds)} rows/s)`,
    peer: `graphology, ${peer} ${duration(peerSeconds)} (${count(rows.length / peerSeconds)} rows/s)`,
    ratio: times(peerSeconds / seconds),
    goal,
  })
  const part = `${count(peerRows.length)} scaled`
  return {
    figures: [
      beside(`ingest, ${count(rows.length)} transfers`, `the same graph, ${part}`, median(same) * scale, '10 x'),
      beside('the same, other peer', 'the same graph, in full', fullSeconds, ''),
      beside('the same, other peer', `raw strings, ${part}`, median(bare) * scale, ''),
    ],
    notes: [
      `ingest: median of ${ours.length} (${ours.map(duration).join(', ')})`,
      `graphology: ${count(peerRows.length)} transfers in ${duration(median(same))} with the attributes of ` +
        `toGraphology(), in ${duration(median(bare))} with the records' own strings (median of ${same.length})`,
    ],
  }
}

/** The same records in graphology: a node an account, an edge a transfer, nothing checked. */
function toGraphology(
  rows: readonly TransferRecord[],
  attributesOf: (record: TransferRecord, index: number) => Record<string, unknown>,
): MultiDirectedGraph {
  const graph = new MultiDirectedGraph()
  rows.forEach((record, index) => {
    const { id, from, to } = record
    if (!graph.hasNode(from)) graph.addNode(from)
    if (!graph.hasNode(to)) graph.addNode(to)
    graph.addEdgeWithKey(id, from, to, attributesOf(record, index))
  })
  return graph
}

/** The attributes that the library's own toGraphology() gives an edge: amounts and times as values, not as text. */
function asToGraphology({ amount, time }: TransferRecord, index: number): Record<string, unknown> {
  const value = new Decimal(amount as string)
  return {
    amount: value,
    currency: 'CNY',
    time: new Date(time),
    precision: 'instant',
    kind: 'transfer',
    row: index + 1,
    weight: value.toNumber(),
  }
}
