import { curveBumpX, link as pathOf } from 'd3-shape'
import { ACCOUNT_KINDS } from '../../../account-kinds.js'
import type { CaseAccount, CaseData } from '../data.js'
import { describeLink, describeNode, nameOfNode } from '../describe.js'
import type { Format } from '../format.js'
import { type Element, el } from '../markup/element.js'
import { resting } from '../resting.js'
import { type Label, labelOf, labelWidth } from './label.js'
import { FLOW, type FlowLayout, layOutFlow, type PlacedLink, type PlacedNode } from './layout.js'
import type { FlowNode, Network } from './network.js'

/** From the left end of an account to its label. */
const BESIDE = FLOW.nodeWidth + 9
/** Pixels of a label: up to the next column, and where there is none. */
const ROOM = FLOW.columnWidth - BESIDE - 4
const LAST_ROOM = 227
const LEGEND = 34
const LEGEND_ITEM = 130

/** The flow chart as a drawing; parts carry `data-node` and `data-link`, the places in the network. */
export function drawFlow(data: CaseData, network: Network, format: Format): Element {
  const layout = layOutFlow(network)
  const height = layout.height + LEGEND
  const last = layout.nodes.reduce((most, { x }) => Math.max(most, x), 0)
  const labels = network.nodes.map((flow, at) =>
    labelOf(data, flow, layout.nodes[at]!.x === last ? LAST_ROOM : ROOM, format),
  )
  const legend = legendOf(data, network, layout, format)
  const [left, right] = sidesOf(layout, labels, legend.length * LEGEND_ITEM)
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `${left} 0 ${right - left} ${round(height)}`,
      width: right - left,
      height: round(height),
      class: 'chart flow',
      role: 'group',
      'aria-label': format.say('chart'),
    },
    el('title', {}, format.say('chart')),
    ...layout.levels.map(({ level, x }) => headOf(level, x, layout.height)),
    el('g', { class: 'links' }, ...drawLinks(data, network, layout, format)),
    el('g', { class: 'nodes' }, ...layout.nodes.map((placed) => drawNode(data, network, placed, labels, format))),
    drawLegend(legend, layout.height),
  )

  function headOf(level: number, x: number, bottom: number): Element {
    return el(
      'g',
      { class: 'level' },
      el('line', { x1: x, y1: 24, x2: x, y2: round(bottom) }),
      el('text', { x, y: 16 }, format.level(level)),
    )
  }
}

/** Where the drawing begins and ends: bands that run back go out beyond the first and the last column, labels too. */
function sidesOf({ width, nodes, links }: FlowLayout, labels: Label[], legend: number): [left: number, right: number] {
  let left = 0
  let right = Math.max(width, legend)
  for (const { node, x } of nodes) {
    right = Math.max(right, x + BESIDE + Math.max(...labels[node]!.map(labelWidth)))
  }
  for (const { link, width: thick, lane } of links) {
    if (lane === undefined) continue
    // A curve stays within three quarters of the way to its control points.
    const out = 1.5 * turnOf(thick) + thick / 2
    left = Math.min(left, nodes[link.to]!.x - out)
    right = Math.max(right, nodes[link.from]!.x + FLOW.nodeWidth + out)
  }
  return [Math.floor(left), Math.ceil(right)]
}

function turnOf(width: number): number {
  return round(20 + width / 2)
}

function drawLinks(data: CaseData, network: Network, { links, nodes }: FlowLayout, format: Format): Element[] {
  // Wide bands first, so that narrow ones lie on them and can be reached.
  const order = links.map((_, at) => at).sort((a, b) => links[b]!.width - links[a]!.width || a - b)
  return order.map((at) => {
    const placed = links[at]!
    const { link, width, lane } = placed
    const kind = kindOf(data, network.nodes[link.to]!)
    return el(
      'path',
      {
        class: `link ${kind}${lane === undefined ? '' : ' back'}`,
        d: lane === undefined ? bandOf(placed, nodes) : wayRound(placed, nodes),
        'stroke-width': round(width),
        'data-link': network.links.indexOf(link),
        'data-from': link.from,
        'data-to': link.to,
      },
      el('title', {}, describeLink(data, network.nodes, link, format)),
    )
  })
}

const band = pathOf<unknown, { from: [number, number]; to: [number, number] }, [number, number]>(curveBumpX)
  .source(({ from }) => from)
  .target(({ to }) => to)

function bandOf({ link, y0, y1 }: PlacedLink, nodes: PlacedNode[]): string {
  const from: [number, number] = [round(nodes[link.from]!.x + FLOW.nodeWidth), round(y0)]
  const to: [number, number] = [round(nodes[link.to]!.x), round(y1)]
  return band({ from, to }) ?? ''
}

/** Out to the right, down below everything, back to the left and up to where it arrives. */
function wayRound({ link, width, y0, y1, lane = 0 }: PlacedLink, nodes: PlacedNode[]): string {
  const x0 = round(nodes[link.from]!.x + FLOW.nodeWidth)
  const x1 = round(nodes[link.to]!.x)
  const turn = turnOf(width)
  const low = round(lane)
  const [start, end] = [round(y0), round(y1)]
  return (
    `M${x0},${start}C${x0 + turn * 2},${start} ${x0 + turn * 2},${low} ${x0},${low}` +
    `L${x1},${low}C${x1 - turn * 2},${low} ${x1 - turn * 2},${end} ${x1},${end}`
  )
}

function drawNode(
  data: CaseData,
  network: Network,
  { node, x, y, height }: PlacedNode,
  labels: Label[],
  format: Format,
): Element {
  const flow = network.nodes[node]!
  const members = flow.members.map((at) => data.accounts[at] as CaseAccount)
  const { known, unseen } = resting(members)
  const size = flow.incoming > flow.outgoing ? flow.incoming : flow.outgoing
  const heightOf = (amount: bigint) =>
    amount === 0n ? 0 : Math.max(2, size === 0n ? 0 : Math.min(height, (height * Number(amount)) / Number(size)))
  const [name, detail] = labels[node]!
  const middle = y + height / 2
  const text = describeNode(data, flow, format)
  return el(
    'g',
    {
      class: `node ${kindOf(data, flow)}${flow.level === 0 ? ' victim' : ''}${flow.folded ? ' folded' : ''}`,
      'data-node': node,
      role: 'button',
      tabindex: node === 0 ? 0 : -1,
      'aria-label': nameOfNode([name, detail], text),
    },
    el('title', {}, text),
    el('rect', { class: 'box', x: round(x), y: round(y), width: FLOW.nodeWidth, height: round(height), rx: 2 }),
    sideOf('held', y, heightOf(known)),
    sideOf('unseen', y + heightOf(known), heightOf(unseen)),
    el(
      'text',
      { class: 'label', x: round(x + BESIDE), y: round(middle) },
      el('tspan', { class: 'name', x: round(x + BESIDE), dy: '-0.25em' }, name),
      ' ',
      el('tspan', { class: known === 0n ? 'detail' : 'detail rests', x: round(x + BESIDE), dy: '1.2em' }, detail),
    ),
  )

  function sideOf(name: string, top: number, tall: number): Element | undefined {
    if (tall === 0) return undefined
    return el('rect', { class: name, x: round(x + FLOW.nodeWidth), y: round(top), width: 5, height: round(tall) })
  }
}

function kindOf(data: CaseData, { members, folded }: FlowNode): string {
  return folded ? 'many' : `kind-${data.accounts[members[0] as number]?.kind}`
}

type LegendItem = [className: string, text: string]

function legendOf(data: CaseData, network: Network, { links }: FlowLayout, { say, term }: Format): LegendItem[] {
  const kinds = new Set(network.nodes.flatMap(({ members }) => members.map((at) => data.accounts[at]?.kind)))
  const items = ACCOUNT_KINDS.filter((kind) => kinds.has(kind)).map(
    (kind): LegendItem => [`box kind-${kind}`, term(kind)],
  )
  const { known, unseen } = resting(data.accounts)
  if (known > 0n) items.push(['held', say('restsHere')])
  if (unseen > 0n) items.push(['unseen', say('unseenHere')])
  if (links.some(({ lane }) => lane !== undefined)) items.push(['back', say('cycle')])
  return items
}

function drawLegend(items: LegendItem[], height: number): Element {
  const y = round(height + 14)
  return el(
    'g',
    { class: 'legend' },
    ...items.map(([className, text], at) =>
      el(
        'g',
        {},
        el('rect', { class: className, x: at * LEGEND_ITEM, y: y - 9, width: 10, height: 10, rx: 2 }),
        el('text', { x: at * LEGEND_ITEM + 16, y }, text),
      ),
    ),
  )
}

/** A tenth of a pixel is fine enough. */
function round(value: number): number {
  return Math.round(value * 10) / 10
}
