/** What must be true of every shape in any trace. */
import { findShapes, type Shape } from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { allWays } from '../support/ways.js'

const wide = {
  passThrough: { within: { days: 1 }, minShare: 0.1 },
  scatterGather: { within: { days: 30 } },
  gatherScatter: { within: { days: 30 } },
  peelChains: { within: { days: 30 }, minShare: 0.1, minLength: 2, minPeels: 0 },
  layers: { within: { days: 30 } },
  structuring: { limits: ['0.05', '0.20'], margin: 0.5, minCount: 2, within: { days: 30 } },
  commonControl: { minShared: 0.1, minCount: 1 },
}

test('a finding is made of what the trace touched, and its score is the product of its parts', () => {
  holdsFor(networks({ ways: allWays, crowded: true }), 200, (network) => {
    const result = traceNetwork(network)
    const { splits, merges, ...shapes } = findShapes(result, wide)
    const transfers = new Map(result.transfers.map((transfer) => [transfer.id, transfer]))
    const accounts = new Set(result.accounts.map(({ id }) => id))
    for (const shape of Object.values(shapes).flat() as Shape[]) {
      const times = shape.transfers.map((id) => transfers.get(id)!.time.getTime())
      expect(shape.transfers.length).toBeGreaterThan(0)
      expect(new Set(shape.transfers).size).toBe(shape.transfers.length)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect([shape.start.getTime(), shape.end.getTime()]).toEqual([times[0], times.at(-1)])
      for (const account of shape.accounts) expect(accounts.has(account)).toBe(true)
      expect(shape.traced.gte(0)).toBe(true)
      expect(shape.score).toBeCloseTo(
        Object.values(shape.parts).reduce((product, part) => product * part, 1),
        12,
      )
      expect(shape.score).toBeGreaterThanOrEqual(0)
      expect(shape.score).toBeLessThanOrEqual(1)
    }
    for (const { share } of [...shapes.passThrough, ...splits]) expect(share).toBeLessThanOrEqual(1)
    for (const { traced } of merges) expect(traced.gt(0)).toBe(true)
    expect(JSON.stringify(findShapes(traceNetwork(network), wide))).toBe(JSON.stringify({ splits, merges, ...shapes }))
  })
})

test('what left for good is found once, in all', () => {
  holdsFor(networks({ ways: allWays.filter(({ rule }) => rule !== 'poison') }), 300, (network) => {
    const result = traceNetwork(network)
    const gone = result.endings.filter(({ code }) => code === 'cash-out' || code === 'spent')
    const { cashOut } = findShapes(result)
    const sum = (amounts: { toNumber(): number }[]) => amounts.reduce((total, amount) => total + amount.toNumber(), 0)
    expect(sum(cashOut.map(({ traced }) => traced))).toBeCloseTo(sum(gone.map(({ amount }) => amount)), 6)
  })
})
