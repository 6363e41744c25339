/** Records to graph: the library's build beside graphology's, from the same records. */

import { Decimal } from 'decimal.js'
import { buildMoneyGraph, type TransferRecord } from 'fundtrail'
import { MultiDirectedGraph } from 'graphology'
import {
  type BenchOptions,
  count,
  duration,
  type Measurement,
  measureOnce,
  median,
  timeOnce,
  times,
} from './figures.js'
import { records } from './generator.js'

/**
 * The two take turns, and the median of the turns' ratios counts: what else the machine does then slows both. Each has
 * no other records in memory than its own, for the collector goes through all that there are.
 */
export function measureIngest(options: BenchOptions): Measurement {
  const { transfers, peerTransfers } = options
  const scale = transfers / peerTransfers
  const ours: number[] = []
  const same: number[] = []
  const processors: { ours: number; same: number }[] = []
  const bare: number[] = []
  // One turn more, to warm up: neither side is to be measured on code that is not compiled yet.
  for (let turn = -1; turn < options.runs; turn++) {
    const peer = graphologyTurn(options)
    const own = libraryTurn(options)
    if (turn < 0) continue
    same.push(peer.same.seconds)
    bare.push(peer.bare)
    ours.push(own.seconds)
    processors.push({ ours: own.processor, same: peer.same.processor })
  }
  // graphology's cost a transfer grows with the graph, so a scaled figure flatters it: once in full, too.
  const all = firstRecords(options, transfers)
  const full = timeOnce(() => toGraphology(all, asToGraphology))

  const seconds = median(ours)
  const beside = (figure: string, peer: string, peerSeconds: number, ratio: number, goal: string) => ({
    figure,
    ours: `${duration(seconds)} (${count(transfers / seconds)} rows/s)`,
    peer: `graphology, ${peer} ${duration(peerSeconds)} (${count(transfers / peerSeconds)} rows/s)`,
    ratio: times(ratio),
    goal,
  })
  const oursProcessor = median(processors.map(({ ours }) => ours))
  const sameProcessor = median(processors.map(({ same }) => same)) * scale
  const ratios = (peer: number[]) => peer.map((each, turn) => (each * scale) / (ours[turn] as number))
  const part = `${count(peerTransfers)} scaled`
  const figure = `ingest, ${count(transfers)} transfers`
  return {
    figures: [
      beside(figure, `the same graph, ${part}`, median(same) * scale, median(ratios(same)), '10 x'),
      {
        figure: 'the same, time of all processors',
        ours: duration(oursProcessor),
        peer: `graphology, the same graph, ${part} ${duration(sameProcessor)}`,
        ratio: times(median(processors.map(({ ours, same }) => (same * scale) / ours))),
      },
      beside('the same, other peer', 'the same graph, in full', full, full / seconds, ''),
      beside('the same, other peer', `raw strings, ${part}`, median(bare) * scale, median(ratios(bare)), ''),
    ],
    notes: [
      `ingest: median of ${ours.length} (${ours.map(duration).join(', ')}); ratios turn by turn: ` +
        ratios(same).map(times).join(', '),
      `graphology: ${count(peerTransfers)} transfers in ${duration(median(same))} with the attributes of ` +
        `toGraphology(), in ${duration(median(bare))} with the records' own strings (median of ${same.length})`,
    ],
  }
}

function libraryTurn(options: BenchOptions): { seconds: number; processor: number } {
  const rows = firstRecords(options, options.transfers)
  return measureOnce(() => {
    const { graph, counts } = buildMoneyGraph(rows)
    if (counts.accepted !== rows.length) throw new Error(`accepted ${counts.accepted} of ${rows.length}`)
    return graph
  })
}

function graphologyTurn(options: BenchOptions): { same: { seconds: number; processor: number }; bare: number } {
  const rows = firstRecords(options, options.peerTransfers)
  return {
    same: measureOnce(() => toGraphology(rows, asToGraphology)),
    bare: timeOnce(() => toGraphology(rows, ({ amount, time }) => ({ amount, time }))),
  }
}

function firstRecords(options: BenchOptions, most: number): TransferRecord[] {
  const rows: TransferRecord[] = []
  for (const record of records(options)) {
    if (rows.length === most) break
    rows.push(record)
  }
  return rows
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
  if (graph.size !== rows.length) throw new Error(`graphology has ${graph.size} of ${rows.length}`)
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
