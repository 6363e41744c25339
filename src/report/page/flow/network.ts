import type { CaseData } from '../data.js'
import type { Shown } from '../filter.js'

/** An account of the chart, or the small ones of a level folded into one. */
export interface FlowNode {
  /** Places of accounts: one, or those folded. */
  members: number[]
  folded: boolean
  level: number
  /** Traced amounts that are shown, those between members left out, in minor units: sums are exact at any size. */
  incoming: bigint
  outgoing: bigint
}

/** All that is shown from one node to another. */
export interface FlowLink {
  /** Places of nodes. */
  from: number
  to: number
  amount: bigint
  /** Places of transfers. */
  rows: number[]
}

export interface Network {
  nodes: FlowNode[]
  links: FlowLink[]
  /** Places of transfers that no link shows: between accounts that are folded together, or too thin beside the others. */
  undrawn: number[]
}

/** How many accounts of a level are drawn each for itself before the smallest are folded. */
export type Room = (level: number) => number

/** Links drawn at most, and of those the ones that do not lead to a later level: more cannot be told apart. */
const MOST_LINKS = 300
const MOST_BACK = 40

/** An account with less than this part of the largest of its level counts as small. */
const SMALL = 0.002

/**
 * The accounts and payments that are shown, payments from one to the other as one link. Of each level the accounts with
 * the most traced money are drawn; the small ones, and those that have no room, become one node, if they are two or more.
 */
export function networkOf({ accounts, transfers }: CaseData, { rows, amounts }: Shown, room: Room): Network {
  const incoming = new Float64Array(accounts.length)
  const outgoing = new Float64Array(accounts.length)
  const touched = new Set<number>()
  rows.forEach((row, at) => {
    const [from, to] = [transfers.from[row] as number, transfers.to[row] as number]
    outgoing[from]! += amounts[at] as number
    incoming[to]! += amounts[at] as number
    touched.add(from).add(to)
  })
  const size = (account: number) => Math.max(incoming[account] as number, outgoing[account] as number)
  const levels = new Map<number, number[]>()
  for (const account of [...touched].sort((a, b) => a - b)) {
    const level = accounts[account]?.level ?? 0
    const those = levels.get(level)
    if (those === undefined) levels.set(level, [account])
    else those.push(account)
  }

  const nodes: FlowNode[] = []
  const nodeOf = new Int32Array(accounts.length).fill(-1)
  for (const [level, those] of [...levels].sort(([a], [b]) => a - b)) {
    const bySize = those.sort((a, b) => size(b) - size(a) || a - b)
    const least = size(bySize[0] as number) * SMALL
    let kept = Math.min(room(level), bySize.filter((account) => size(account) >= least).length)
    // One account alone is no smaller when it is folded.
    if (bySize.length - kept < 2) kept = bySize.length
    for (const account of bySize.slice(0, kept)) add([account], level, false)
    if (kept < bySize.length) add(bySize.slice(kept), level, true)
  }

  const links = new Map<number, FlowLink>()
  const undrawn: number[] = []
  rows.forEach((row, at) => {
    const [from, to] = [nodeOf[transfers.from[row] as number]!, nodeOf[transfers.to[row] as number]!]
    if (from === to) {
      undrawn.push(row)
      return
    }
    const amount = BigInt(amounts[at] as number)
    nodes[from]!.outgoing += amount
    nodes[to]!.incoming += amount
    const key = from * nodes.length + to
    const link = links.get(key)
    if (link === undefined) {
      links.set(key, { from, to, amount, rows: [row] })
    } else {
      link.amount += amount
      link.rows.push(row)
    }
  })
  const bySize = [...links.values()].sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0))
  const back = bySize.filter(({ from, to }) => nodes[to]!.level <= nodes[from]!.level)
  const thin = new Set([...back.slice(MOST_BACK), ...bySize.slice(MOST_LINKS)])
  for (const link of thin) for (const row of link.rows) undrawn.push(row)
  return { nodes, links: bySize.filter((link) => !thin.has(link)), undrawn }

  function add(members: number[], level: number, folded: boolean): void {
    for (const account of members) nodeOf[account] = nodes.length
    nodes.push({ members, folded, level, incoming: 0n, outgoing: 0n })
  }
}
