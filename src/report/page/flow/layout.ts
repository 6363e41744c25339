import { columnsOf } from './columns.js'
import type { FlowLink, Network } from './network.js'
import { placeRows } from './place-rows.js'

/** Pixels of the drawing. */
export const FLOW = {
  nodeWidth: 12,
  /** From one column to the next. */
  columnWidth: 196,
  /** Room for the two lines of a label, also beside a thin node. */
  slot: 34,
  gap: 10,
  top: 40,
  /** Of the bands in the fullest column together. */
  bands: 380,
  /** The least that can be seen. */
  thinnest: 1.5,
  lane: 8,
}

export interface PlacedNode {
  /** Place in the network. */
  node: number
  x: number
  y: number
  height: number
}

export interface PlacedLink {
  link: FlowLink
  width: number
  /** Middles of its two ends. */
  y0: number
  y1: number
  /** Of a link that runs back: the height of its way round, below everything. */
  lane: number | undefined
}

export interface FlowLayout {
  width: number
  height: number
  /** The left end of each level, and what lies between its first and last column. */
  levels: { level: number; x: number }[]
  /** By place in the network. */
  nodes: PlacedNode[]
  links: PlacedLink[]
}

/**
 * Where everything stands: columns by level from left to right, the height of an account and the width of a band by
 * amount. Rows follow those that they pay and are paid by (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981),
 * so that bands cross little. Plain arithmetic: the same on every machine.
 */
export function layOutFlow(network: Network): FlowLayout {
  const { nodes } = network
  const { columns, columnOf, forward, back } = columnsOf(network)
  const sizes = nodes.map(({ incoming, outgoing }) => Number(incoming > outgoing ? incoming : outgoing))
  const fullest = columns.reduce(
    (most, column) =>
      Math.max(
        most,
        column.nodes.reduce((sum, at) => sum + sizes[at]!, 0),
      ),
    0,
  )
  const scale = fullest === 0 ? 0 : FLOW.bands / fullest
  const widthOf = ({ amount }: FlowLink) => Math.max(FLOW.thinnest, Number(amount) * scale)
  const heights = sizes.map((size) => Math.max(FLOW.thinnest * 2, size * scale))
  const ys = placeRows(
    columns.map((column) => column.nodes),
    heights.map((height) => Math.max(height, FLOW.slot)),
    forward.map(({ from, to, amount }) => ({ from, to, weight: Number(amount) })),
    FLOW.gap,
  )
  const placed = nodes.map((_, node): PlacedNode => {
    const x = columnOf[node]! * FLOW.columnWidth
    const height = heights[node]!
    // A thin one stands in the middle of its room.
    return { node, x, y: FLOW.top + ys[node]! + Math.max(0, FLOW.slot - height) / 2, height }
  })
  const bottom = placed.reduce((most, { y, height }) => Math.max(most, y + Math.max(height, FLOW.slot)), FLOW.top)

  const links = [...forward, ...back].map((link): PlacedLink => {
    return { link, width: widthOf(link), y0: 0, y1: 0, lane: undefined }
  })
  // Bands leave and arrive in the order of where they go to and come from; those that run back are the lowest.
  const isBack = new Set(back)
  const middle = (node: number) => placed[node]!.y + placed[node]!.height / 2
  stack(links, 'from', (link) => (isBack.has(link) ? bottom + columnOf[link.to]! : middle(link.to)))
  stack(links, 'to', (link) => (isBack.has(link) ? bottom + columnOf[link.from]! : middle(link.from)))

  const lowest = putInLanes(links, (link) => isBack.has(link), columnOf, bottom + FLOW.lane)
  const levels: FlowLayout['levels'] = []
  columns.forEach(({ level }, at) => {
    if (levels.at(-1)?.level !== level) levels.push({ level, x: at * FLOW.columnWidth })
  })
  return {
    width: Math.max(1, columns.length) * FLOW.columnWidth,
    height: lowest + FLOW.lane,
    levels,
    nodes: placed,
    links,
  }

  function stack(all: PlacedLink[], end: 'from' | 'to', orderOf: (link: FlowLink) => number): void {
    const byNode = new Map<number, PlacedLink[]>()
    for (const placedLink of all) {
      const node = placedLink.link[end]
      const those = byNode.get(node)
      if (those === undefined) byNode.set(node, [placedLink])
      else those.push(placedLink)
    }
    for (const [node, those] of byNode) {
      let y = placed[node]!.y
      for (const placedLink of those.sort((a, b) => orderOf(a.link) - orderOf(b.link))) {
        const at = y + placedLink.width / 2
        if (end === 'from') placedLink.y0 = at
        else placedLink.y1 = at
        y += placedLink.width
      }
    }
  }
}

/**
 * Gives each link that runs back a height below everything, the widest first; links over other columns share one. Returns
 * the foot of the lowest.
 */
function putInLanes(links: PlacedLink[], isBack: (link: FlowLink) => boolean, columnOf: number[], top: number): number {
  const lanes: { y: number; width: number; taken: [number, number][] }[] = []
  let foot = top
  for (const placed of links.filter(({ link }) => isBack(link)).sort((a, b) => b.width - a.width)) {
    const { from, to } = placed.link
    const [start, end] = [columnOf[to]!, columnOf[from]!]
    let lane = lanes.find(({ taken }) => taken.every(([a, b]) => b < start || a > end))
    if (lane === undefined) {
      lane = { y: foot, width: placed.width, taken: [] }
      lanes.push(lane)
      foot += placed.width + FLOW.lane
    }
    lane.taken.push([start, end])
    placed.lane = lane.y + placed.width / 2
  }
  return foot
}
