/** The curve of random networks, held to a trace cut at each of its instants. */
import {
  buildMoneyGraph,
  type FreezeList,
  freezable,
  type MoneyGraph,
  type RecoveryPoint,
  recoveryCurve,
  type TraceOptions,
  trace,
} from 'fundtrail'
import { expect, test } from 'vitest'
import { build, holdsFor, traceOptions } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const RUNS = 400
const anyRule = networks({ ways: conservingWays })

function figures({ at, gone, returned, unresolved, stolen, ...rest }: RecoveryPoint | FreezeList): string[] {
  const amount = 'total' in rest ? rest.total : rest.freezable
  return [at.toISOString(), ...[amount, gone, returned, unresolved, stolen].map((each) => each.toFixed())]
}

function cutAt(graph: MoneyGraph, options: TraceOptions, until: Date | number): string[] {
  return figures(freezable(trace(graph, { ...options, until })))
}

/** Each instant of the records and of the statements, and a millisecond before and after it: unsorted, some twice. */
function instantsOf({ input, options }: Network, graph: MoneyGraph): number[] {
  const times = [...graph.transfers()].map(({ time }) => time.getTime())
  const ends = [...graph.accounts()].flatMap(({ statement }) => statement.flatMap(({ from, to }) => [+from, +to]))
  const frozen = (options.freezes ?? []).map(({ at }) => +new Date(at))
  const around = [...times, ...ends, ...frozen].flatMap((time) => [time + 1, time, time - 1])
  return around.filter((_, index) => input.records.length < 20 || index % 3 === 1)
}

test('at each step it is what a trace cut there says', () => {
  holdsFor(anyRule, RUNS, (network) => {
    const { graph } = build(network.input)
    const options = traceOptions(network.options)
    const steps = instantsOf(network, graph)
    const points = recoveryCurve(graph, options, steps).map(figures)
    expect(points).toEqual(steps.map((step) => cutAt(graph, options, step)))
  })
})

test('with a limit on pieces too: it cuts the same money', () => {
  holdsFor(networks({ ways: conservingWays, crowded: true }), RUNS / 2, (network) => {
    const { graph } = build(network.input)
    for (const maxPieces of [1, 4, 9]) {
      const options = { ...traceOptions(network.options), maxPieces }
      const steps = [...graph.transfers()].map(({ time }) => time)
      const points = recoveryCurve(graph, options, steps).map(figures)
      expect(points).toEqual(steps.map((step) => cutAt(graph, options, step)))
    }
  })
})

test('by default every instant at which a figure changes, up to `until`', () => {
  holdsFor(anyRule, RUNS, (network) => {
    const { graph } = build(network.input)
    const options = traceOptions(network.options)
    const points = recoveryCurve(graph, options)
    const until = trace(graph, options).until.getTime()
    for (const point of points) expect(figures(point)).toEqual(cutAt(graph, options, point.at))
    const times = points.map(({ at }) => at.getTime())
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    // Between two points, before the first and after the last nothing changes.
    let before = ['0', '0', '0', '0', '0']
    let next = 0
    for (const step of instantsOf(network, graph).sort((a, b) => a - b)) {
      if (step > until) break
      for (; next < points.length && times[next]! <= step; next++) {
        const [, ...now] = figures(points[next]!)
        expect(now).not.toEqual(before)
        before = now
      }
      expect(cutAt(graph, options, step).slice(1)).toEqual(before)
    }
  })
})

test('it adds up at every instant, and what is gone, returned or stolen never comes down', () => {
  holdsFor(anyRule, RUNS, (network) => {
    const { graph } = build(network.input)
    let before: RecoveryPoint | undefined
    for (const point of recoveryCurve(graph, traceOptions(network.options))) {
      const { freezable: there, gone, returned, unresolved, stolen } = point
      expect(there.plus(gone).plus(returned).plus(unresolved).toFixed()).toBe(stolen.toFixed())
      for (const amount of [there, gone, returned, unresolved, stolen]) expect(amount.gte(0)).toBe(true)
      if (before !== undefined) {
        expect(gone.gte(before.gone) && returned.gte(before.returned) && stolen.gte(before.stolen)).toBe(true)
      }
      before = point
    }
  })
})

test('reserve accounts are left out of it as out of the list', () => {
  holdsFor(anyRule, RUNS / 4, (network) => {
    const accounts = [...(network.input.accounts ?? [])].map((account) => ({ ...account }))
    const named = accounts.map((account, index) => (index % 3 === 1 ? { ...account, holder: '客户备付金' } : account))
    const { graph } = buildMoneyGraph(network.input.records, { ...network.input, accounts: named })
    const options = traceOptions(network.options)
    const steps = instantsOf(network, graph)
    expect(recoveryCurve(graph, options, steps).map(figures)).toEqual(steps.map((at) => cutAt(graph, options, at)))
  })
})
