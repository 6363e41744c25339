import { scaleLinear, scaleUtc } from 'd3-scale'
import type { CaseData } from '../data.js'
import type { Shown } from '../filter.js'
import type { FlowNode, Network } from '../flow/network.js'

/** Pixels of the drawing. */
export const TIME = {
  /** Room for the names on the left. */
  names: 200,
  width: 1340,
  right: 24,
  curveTop: 26,
  curveHeight: 110,
  row: 34,
  rowsTop: 190,
  /** The most that a row's band of money is thick. */
  thickest: 22,
  /** Lines drawn at most; the smallest are left out, with their number and sum. */
  lines: 1000,
}

/** The money of one row at an instant and after it. */
export interface Step {
  x: number
  height: number
}

export interface Line {
  x: number
  from: number
  to: number
  width: number
  amount: bigint
  /** Places of transfers of one payer and payee that fall on one pixel. */
  rows: number[]
}

export interface TimeLayout {
  width: number
  height: number
  /** Ticks of the axis, in ms and pixels. */
  ticks: { at: number; x: number }[]
  /** Rows of nodes from top to bottom: by level, then by when the money came. */
  rows: { node: number; y: number; steps: Step[] }[]
  lines: Line[]
  cut: { count: number; amount: bigint }
  xOf: (at: number) => number
  /** Height of the curve for an amount, from its foot. */
  yOf: (amount: number) => number
}

/**
 * Where everything stands over time: a row an account, thick as what it holds of the traced money; a line a transfer, at
 * its instant. `offset` is the zone's difference to UTC in ms at an instant, so that ticks fall on round hours of its clock.
 */
export function layOutTime(data: CaseData, network: Network, shown: Shown, offset: (at: number) => number): TimeLayout {
  const { time } = data.transfers
  const times = shown.rows.map((row) => time[row] as number)
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const last = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const [start, end] = first <= last ? [first, last] : [0, 1]
  const margin = Math.max(1000, (end - start) * 0.04)
  const shift = offset(start)
  const scale = scaleUtc()
    .domain([start - margin + shift, end + margin + shift])
    .range([TIME.names, TIME.width - TIME.right])
  const xOf = (at: number) => scale(at + shift)
  const stolen = data.curve.reduce(
    (most, [, ...parts]) =>
      Math.max(
        most,
        parts.reduce((a, b) => a + b),
      ),
    0,
  )
  const yOf = scaleLinear()
    .domain([0, stolen || 1])
    .range([0, TIME.curveHeight])

  const arrival = arrivals(data, network.nodes)
  const order = network.nodes
    .map((_, node) => node)
    .sort((a, b) => network.nodes[a]!.level - network.nodes[b]!.level || arrival[a]! - arrival[b]! || a - b)
  const places = new Map(order.map((node, at) => [node, TIME.rowsTop + at * TIME.row]))
  const movements = movementsOf(network, shown, time)
  const largest = movements.reduce((most, those) => those.reduce((top, { rest }) => Math.max(top, rest), most), 0)
  const thickness = largest === 0 ? 0 : TIME.thickest / largest
  const { lines, cut } = linesOf(network, shown, time, xOf, (node) => places.get(node) as number)
  return {
    width: TIME.width,
    height: TIME.rowsTop + order.length * TIME.row + 12,
    ticks: ticksOf(scale).map((tick) => {
      // The clock may have been put forward or back since the start.
      const at = tick - offset(tick - shift)
      return { at, x: xOf(at) }
    }),
    rows: order.map((node) => ({
      node,
      y: places.get(node) as number,
      steps: stepsOf(movements[node]!, xOf, thickness),
    })),
    lines,
    cut,
    xOf,
    yOf,
  }
}

/** In a case of seconds the scale would divide them, which the axis writes to the second. */
function ticksOf(scale: { ticks(count: number): Date[] }): number[] {
  return scale
    .ticks(8)
    .map((tick) => tick.getTime())
    .filter((ms) => ms % 1000 === 0)
}

function arrivals({ accounts }: CaseData, nodes: FlowNode[]): number[] {
  return nodes.map(({ members }) =>
    members.reduce((least, at) => Math.min(least, accounts[at]?.first ?? 0), Number.POSITIVE_INFINITY),
  )
}

/** Of each node what has come less what has gone, after every instant at which that changes; victims only pay. */
function movementsOf({ nodes, links }: Network, shown: Shown, time: number[]): { at: number; rest: number }[][] {
  const amounts = new Map(shown.rows.map((row, at) => [row, shown.amounts[at] as number]))
  const changes = nodes.map(() => new Map<number, number>())
  for (const { from, to, rows } of links) {
    for (const row of rows) {
      const at = time[row] as number
      const amount = amounts.get(row) as number
      changes[from]!.set(at, (changes[from]!.get(at) ?? 0) - amount)
      changes[to]!.set(at, (changes[to]!.get(at) ?? 0) + amount)
    }
  }
  return changes.map((those) => {
    let rest = 0
    return [...those]
      .sort(([a], [b]) => a - b)
      .map(([at, change]) => {
        rest += change
        return { at, rest }
      })
  })
}

/** One step a pixel: what was there after the last change in it. */
function stepsOf(movements: { at: number; rest: number }[], xOf: (at: number) => number, thickness: number): Step[] {
  const steps: Step[] = []
  for (const { at, rest } of movements) {
    const step = { x: Math.round(xOf(at)), height: Math.max(0, rest) * thickness }
    if (steps.at(-1)?.x === step.x) steps.pop()
    if (steps.at(-1)?.height !== step.height) steps.push(step)
  }
  return steps
}

function linesOf(
  { links }: Network,
  shown: Shown,
  time: number[],
  xOf: (at: number) => number,
  yOf: (node: number) => number,
): Pick<TimeLayout, 'lines' | 'cut'> {
  const amounts = new Map(shown.rows.map((row, at) => [row, shown.amounts[at] as number]))
  const all: Line[] = []
  for (const { from, to, rows } of links) {
    const byPixel = new Map<number, Line>()
    for (const row of rows) {
      const x = Math.round(xOf(time[row] as number) * 2) / 2
      const amount = BigInt(amounts.get(row) as number)
      const line = byPixel.get(x)
      if (line === undefined) {
        const added = { x, from: yOf(from), to: yOf(to), width: 1, amount, rows: [row] }
        byPixel.set(x, added)
        all.push(added)
      } else {
        line.amount += amount
        line.rows.push(row)
      }
    }
  }
  const largestFirst = all.sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : a.x - b.x))
  const lines = largestFirst.slice(0, TIME.lines)
  const widest = Number(lines[0]?.amount ?? 1n)
  for (const line of lines) line.width = 1 + 5 * (Number(line.amount) / widest)
  const rest = largestFirst.slice(TIME.lines)
  return { lines, cut: { count: rest.length, amount: rest.reduce((sum, { amount }) => sum + amount, 0n) } }
}
