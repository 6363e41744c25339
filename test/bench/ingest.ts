/** Records to graph: the library's build beside graphology's, from the same records. */
import { buildMoneyGraph, type TransferRecord } from 'fundtrail'
import { MultiDirectedGraph } from 'graphology'
import { type BenchOptions, count, duration, type Measurement, median, timeRuns, times } from './figures.js'
import { records } from './generator.js'

type Attributes = (record: TransferRecord, row: number) => Record<string, unknown>

/** What the record says, as it says it. */
const asGiven: Attributes = ({ amount, time }) => ({ amount, time })

/** What an edge of `graph.toGraphology()` has, with a number where that has an exact Decimal. */
const asOurs: Attributes = ({ amount, time }, row) => ({
  amount: Number(amount),
  currency: 'CNY',
  time: new Date(time),
  precision: 'instant',
  kind: 'transfer',
  row: row + 1,
  weight: Number(amount),
})

export function measureIngest(options: BenchOptions): Measurement {
  const rows = [...records(options)]
  const ours = timeRuns(options.runs, () => {
    const { graph, counts } = buildMoneyGraph(rows)
    if (counts.accepted !== rows.length) throw new Error(`accepted ${counts.accepted} of ${rows.length}`)
    return graph
  })
  const peerRows = rows.slice(0, options.peerTransfers)
  const peerRuns = Math.min(3, options.runs)
  const plain = median(timeRuns(peerRuns, () => toGraphology(peerRows, asGiven)))
  const full = median(timeRuns(peerRuns, () => toGraphology(peerRows, asOurs)))

  const seconds = median(ours)
  const scale = rows.length / peerRows.length
  const beside = (peerSeconds: number, peer: string) => ({
    ours: `${duration(seconds)} (${count(rows.length / seconds)} rows/s)`,
    peer: `${peer} ${duration(peerSeconds * scale)} (${count(peerRows.length / peerSeconds)} rows/s)`,
    ratio: times((peerSeconds * scale) / seconds),
  })
  return {
    figures: [
      { figure: `ingest, ${count(rows.length)} transfers`, ...beside(plain, 'graphology'), goal: '10 x' },
      { figure: 'the same, other peer', ...beside(full, 'graphology, attributes of toGraphology()') },
    ],
    notes: [
      `ingest: median of ${ours.length} (${ours.map(duration).join(', ')})`,
      `graphology: ${count(peerRows.length)} transfers in ${duration(plain)} and ${duration(full)} (median of ${peerRuns}), scaled`,
    ],
  }
}

/** The plain way to hold the same records in graphology: a node an account, an edge a transfer, nothing checked. */
function toGraphology(rows: readonly TransferRecord[], attributes: Attributes): MultiDirectedGraph {
  const graph = new MultiDirectedGraph()
  rows.forEach((record, row) => {
    const { id, from, to } = record
    if (!graph.hasNode(from)) graph.addNode(from)
    if (!graph.hasNode(to)) graph.addNode(to)
    graph.addEdgeWithKey(id, from, to, attributes(record, row))
  })
  return graph
}
