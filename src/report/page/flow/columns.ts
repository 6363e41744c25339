import type { FlowLink, FlowNode, Network } from './network.js'

/** How far payments within one level can push accounts to the right of it. */
const MOST_STEPS = 2

interface Column {
  level: number
  /** Places of nodes, from top to bottom. */
  nodes: number[]
}

export interface Columns {
  columns: Column[]
  /** By place of a node. */
  columnOf: number[]
  /** Links to a column further right, and all others: back to an earlier level, or to and fro within one. */
  forward: FlowLink[]
  back: FlowLink[]
}

/**
 * A column a level, from the victim on. Where accounts of one level pay each other, those that are paid stand in a further
 * column of that level, so that most payments run to the right.
 */
export function columnsOf({ nodes, links }: Network): Columns {
  const step = stepsWithinLevels(nodes, links)
  const places = new Map<string, Column>()
  const order = nodes
    .map((_, node) => node)
    .sort((a, b) => nodes[a]!.level - nodes[b]!.level || step[a]! - step[b]! || a - b)
  for (const node of order) {
    const { level } = nodes[node]!
    const key = `${level}:${step[node]}`
    const column = places.get(key)
    if (column === undefined) places.set(key, { level, nodes: [node] })
    else column.nodes.push(node)
  }
  const columns = [...places.values()]
  const columnOf = new Array<number>(nodes.length)
  columns.forEach((column, at) => {
    for (const node of column.nodes) columnOf[node] = at
  })
  const isForward = ({ from, to }: FlowLink) => columnOf[to]! > columnOf[from]!
  return { columns, columnOf, forward: links.filter(isForward), back: links.filter((link) => !isForward(link)) }
}

/** Of each node how many payments within its level lead to it, those that would close a circle left out. */
function stepsWithinLevels(nodes: FlowNode[], links: FlowLink[]): number[] {
  const lateral = links.filter(({ from, to }) => nodes[from]!.level === nodes[to]!.level)
  const net = new Array<number>(nodes.length).fill(0)
  for (const { from, to, amount } of lateral) {
    net[from]! += Number(amount)
    net[to]! -= Number(amount)
  }
  // Who pays more within the level than it gets there comes first (a feedback arc set by net flow).
  const comesFirst = (a: number, b: number) => net[b]! - net[a]! || a - b
  const step = new Array<number>(nodes.length).fill(0)
  const runs = lateral.filter(({ from, to }) => comesFirst(from, to) < 0)
  for (const { from, to } of runs.sort((a, b) => comesFirst(a.from, b.from) || comesFirst(a.to, b.to))) {
    step[to] = Math.min(MOST_STEPS, Math.max(step[to]!, step[from]! + 1))
  }
  return step
}
