/** Where things stand in the charts. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EVERYTHING, showRows } from '../../../src/report/page/filter.js'
import { FLOW, layOutFlow } from '../../../src/report/page/flow/layout.js'
import { networkOf } from '../../../src/report/page/flow/network.js'
import { placeRows } from '../../../src/report/page/flow/place-rows.js'
import { layOutTime } from '../../../src/report/page/time/layout.js'
import { chain, circles, fan, hugeAmounts, oneTransfer, twoVictims } from '../../support/page-cases.js'
import { dataOf } from '../../support/page-data.js'

const cases = [
  ['one transfer', oneTransfer(), 12],
  ['a chain', chain(60), 12],
  ['a wide fan', fan(200), 200],
  ['circles', circles(), 12],
  ['two victims', twoVictims(), 12],
  ['two victims, everyone drawn', twoVictims(), 100],
  ['the largest amounts', hugeAmounts(), 12],
] as const

test('the axis of a case of seconds has each second once', () => {
  const data = dataOf(chain(3))
  const transfers = { ...data.transfers, time: data.transfers.time.map((_, at) => data.transfers.time[0]! + at * 1000) }
  const seconds = { ...data, transfers }
  const shown = showRows(seconds, EVERYTHING)
  const { ticks } = layOutTime(
    seconds,
    networkOf(seconds, shown, () => 12),
    shown,
    () => 0,
  )
  const texts = ticks.map(({ at }) => new Date(at).toISOString().slice(0, 19))
  expect(texts.length).toBeGreaterThan(1)
  expect(new Set(texts).size).toBe(texts.length)
})

describe.each(cases)('the chart of %s', (_, trace, room) => {
  const data = dataOf(trace)
  const shown = showRows(data, EVERYTHING)
  const network = networkOf(data, shown, () => room)
  const layout = layOutFlow(network)

  test('no account lies on another', () => {
    for (const x of new Set(layout.nodes.map((node) => node.x))) {
      const sorted = layout.nodes.filter((node) => node.x === x).sort((a, b) => a.y - b.y)
      sorted.slice(1).forEach(({ y, height }, at) => {
        const above = sorted[at]!
        // Each has its room, from the middle of it up and down.
        const middle = (node: typeof above) => node.y + node.height / 2
        const rooms = (Math.max(height, FLOW.slot) + Math.max(above.height, FLOW.slot)) / 2
        expect(y + height / 2 - middle(above)).toBeGreaterThanOrEqual(rooms + FLOW.gap - 1e-6)
      })
    }
  })

  test('levels go from left to right', () => {
    for (const { node, x } of layout.nodes) {
      for (const other of layout.nodes) {
        if (network.nodes[node]!.level < network.nodes[other.node]!.level) expect(x).toBeLessThan(other.x)
      }
    }
  })

  test('bands are as wide as their amounts, and those of an account are as high as it is', () => {
    const wide = layout.links.filter(({ width }) => width > FLOW.thinnest)
    const scales = wide.map(({ link, width }) => width / Number(link.amount))
    for (const scale of scales) expect(scale).toBeCloseTo(scales[0]!, 12)
    for (const { node, height } of layout.nodes) {
      for (const end of ['from', 'to'] as const) {
        const those = layout.links.filter(({ link }) => link[end] === node)
        // The thinnest are drawn wider than they are.
        const sum = those.filter(({ width }) => width > FLOW.thinnest).reduce((all, { width }) => all + width, 0)
        expect(sum).toBeLessThanOrEqual(height + 1e-6)
      }
    }
  })

  test('bands of an account leave and arrive beside each other', () => {
    for (const end of ['from', 'to'] as const) {
      for (const { node } of layout.nodes) {
        const spans = layout.links
          .filter(({ link }) => link[end] === node)
          .map(({ width, y0, y1 }) => ({ top: (end === 'from' ? y0 : y1) - width / 2, width }))
          .sort((a, b) => a.top - b.top)
        spans.slice(1).forEach(({ top }, at) => {
          expect(top).toBeCloseTo(spans[at]!.top + spans[at]!.width, 6)
        })
      }
    }
  })

  test('over time each transfer is on one line, and money is where it came and not yet left', () => {
    const { rows, lines, cut } = layOutTime(data, network, shown, () => 0)
    const drawn = lines.flatMap((line) => line.rows)
    expect(drawn.length + cut.count + network.undrawn.length).toBe(shown.rows.length)
    expect(new Set(drawn).size).toBe(drawn.length)
    expect(rows.map(({ node }) => node).sort((a, b) => a - b)).toEqual(network.nodes.map((_node, at) => at))
    expect(new Set(rows.map(({ y }) => y)).size).toBe(rows.length)
    for (const { steps } of rows) for (const { height } of steps) expect(height).toBeGreaterThanOrEqual(0)
  })
})

test('rows never overlap, whatever draws them together', () => {
  const columns = fc.array(fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 5,
  })
  const pairs = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 100 })), { maxLength: 30 })
  fc.assert(
    fc.property(columns, pairs, (heightsOf, drawn) => {
      let next = 0
      const rows = heightsOf.map((column) => column.map(() => next++))
      const heights = heightsOf.flat()
      const ties = drawn.map(([from, to, weight]) => ({ from: from % heights.length, to: to % heights.length, weight }))
      const tops = placeRows(
        rows.map((column) => [...column]),
        heights,
        ties,
        10,
      )
      expect(Math.min(...tops)).toBeCloseTo(0, 6)
      for (const column of rows) {
        const sorted = [...column].sort((a, b) => tops[a]! - tops[b]!)
        sorted.slice(1).forEach((row, at) => {
          expect(tops[row]! - tops[sorted[at]!]!).toBeGreaterThanOrEqual(heights[sorted[at]!]! + 10 - 1e-6)
        })
      }
    }),
  )
})
