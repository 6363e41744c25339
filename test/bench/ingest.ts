/** Records to graph: the library's build beside graphology's, from the same records. */
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
  const peer = timeRuns(Math.min(3, options.runs), () => toGraphology(peerRows))

  const seconds = median(ours)
  const peerSeconds = (median(peer) * rows.length) / peerRows.length
  return {
    figures: [
      {
        figure: `ingest, ${count(rows.length)} transfers`,
        ours: `${duration(seconds)} (${count(rows.length / seconds)} rows/s)`,
        peer: `graphology ${duration(peerSeconds)} (${count(rows.length / peerSeconds)} rows/s)`,
        ratio: times(peerSeconds / seconds),
        goal: '10 x',
      },
    ],
    notes: [
      `ingest: median of ${ours.length} (${ours.map(duration).join(', ')})`,
      `graphology: ${count(peerRows.length)} transfers in ${duration(median(peer))} (median of ${peer.length}), scaled`,
    ],
  }
}

/** The plain way to hold the same records in graphology: a node an account, an edge a transfer, nothing checked. */
function toGraphology(rows: readonly TransferRecord[]): MultiDirectedGraph {
  const graph = new MultiDirectedGraph()
  for (const { id, from, to, amount, time } of rows) {
    if (!graph.hasNode(from)) graph.addNode(from)
    if (!graph.hasNode(to)) graph.addNode(to)
    graph.addEdgeWithKey(id, from, to, { amount, time })
  }
  return graph
}
