import { compareIds } from '../../compare-ids.js'
import type { Shape } from '../shapes.js'
import type { Branch } from '../types.js'
import type { Flow } from './flow.js'

/** The product of the parts of a score, each brought into 0 to 1. */
export function scoreOf(parts: Record<string, number>): Pick<Shape, 'score' | 'parts'> {
  const kept: Record<string, number> = {}
  let score = 1
  for (const [name, value] of Object.entries(parts)) {
    kept[name] = Math.min(1, Math.max(0, value))
    score *= kept[name]
  }
  return { score, parts: kept }
}

/** Transfers in the total order, each once, with the time of the first and of the last. */
export function spanOf({ moves }: Flow, places: Iterable<number>): Pick<Shape, 'transfers' | 'start' | 'end'> {
  const order = [...new Set(places)].sort((a, b) => a - b)
  return {
    transfers: order.map((place) => moves[place]!.id),
    start: new Date(moves[order[0]!]!.time),
    end: new Date(moves[order.at(-1)!]!.time),
  }
}

/** An amount of money that an account at one end of the shape had, and the moves that carried it. */
export interface BranchPart {
  account: number
  length: number
  moves: readonly number[]
}

/** One branch an account, the largest first. */
export function branchesOf(flow: Flow, parts: Iterable<BranchPart>): Branch[] {
  const branches = new Map<number, { length: number; moves: Set<number> }>()
  for (const { account, length, moves } of parts) {
    let branch = branches.get(account)
    if (branch === undefined) {
      branch = { length: 0, moves: new Set() }
      branches.set(account, branch)
    }
    branch.length += length
    for (const move of moves) branch.moves.add(move)
  }
  return [...branches]
    .map(([account, { length, moves }]) => ({
      account: flow.accounts[account]!.id,
      traced: flow.money(length),
      transfers: spanOf(flow, moves).transfers,
    }))
    .sort((a, b) => b.traced.comparedTo(a.traced) || compareIds(a.account, b.account))
}

/** The most money first, then the earliest, then the first transfer's id. */
export function byWeight<T extends Shape>(shapes: T[]): T[] {
  return shapes.sort(
    (a, b) =>
      b.traced.comparedTo(a.traced) ||
      a.start.getTime() - b.start.getTime() ||
      compareIds(a.transfers[0] ?? '', b.transfers[0] ?? ''),
  )
}

/** How alike amounts are: 1 where all are equal, toward 0 where one is all there is. Shannon's evenness. */
export function evenness(amounts: readonly number[]): number {
  if (amounts.length < 2) return 1
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  const entropy = amounts.reduce((sum, amount) => {
    const share = amount / total
    return share > 0 ? sum - share * Math.log(share) : sum
  }, 0)
  return entropy / Math.log(amounts.length)
}
