import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { Heap } from '../heap.js'
import { toDecimal } from '../money.js'
import { show } from '../show.js'
import { originsOfParts, type Stretch } from './origins.js'
import { refuseAlerts } from './refuse-alerts.js'
import { IS_THERE } from './sum-accounts.js'
import { type TraceTables, tablesOf } from './trace-table.js'
import type { Trace, TracePath } from './types.js'

export interface PathOptions {
  /** The routes of what the account holds (default), or of all that it received. */
  of?: 'held' | 'received'
  /** The most paths to list. Default 10,000. */
  limit?: number
}

const LIMIT = 10_000
/** Steps back that are taken before the rest is given up: long cycles have more routes than anybody reads. */
const MOST_STEPS = 2_000_000
/** The same for mixed money, whose routes are as many as there are ways through the graph. */
const MOST_MIXED_STEPS = 100_000
/** How many minor units rounding on the way may add to the most that is promised of a route. */
const ROUNDING = 1

/** A transfer on the way back from the account; its root is the account itself. */
interface Node {
  row: number
  /** The next transfer on the way to the account. */
  next: Node | undefined
  /** The transfers that routes take before it: of most nodes there is one, and a long cycle has millions of nodes. */
  first: Node | undefined
  others: Map<number, Node> | undefined
  /** By claim: the money whose route begins here. */
  begins: Map<number, number> | undefined
}

function nodeOf(row: number, next: Node | undefined): Node {
  return { row, next, first: undefined, others: undefined, begins: undefined }
}

/**
 * The routes by which traced money came to an account: the transfers from the claim's own to the one that arrived,
 * and the amount that took each. The largest first; equal routes are summed. What `limit` cuts, or the library's
 * own limit on steps back (two million; for mixed money, whose routes are beyond number, a hundred thousand), is the last path of its claim, with no transfers, so that the amounts of a claim still sum to what the account holds (or received).
 *
 * @throws FundtrailError 'unknown-account'; 'bad-option'
 */
export function tracePaths(trace: Trace, accountId: string, options: PathOptions = {}): TracePath[] {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'tracePaths')
  const { of = 'held', limit = LIMIT } = options ?? {}
  if (of !== 'held' && of !== 'received') {
    throw new FundtrailError('bad-option', `of is ${show(of)}; it must be 'held' or 'received'`, { option: 'of' })
  }
  if (!(limit === Number.POSITIVE_INFINITY || (Number.isInteger(limit) && limit >= 1))) {
    throw new FundtrailError('bad-option', `limit is ${show(limit)}; it must be a whole number from 1`, {
      option: 'limit',
      value: limit,
    })
  }
  const data = dataOf(trace.graph)
  const account = accountIndex(data, accountId)
  const stretches = of === 'held' ? heldStretches(data, tables, account) : receivedStretches(data, tables, account)
  const { routes, rest } = routesOf(tables, stretches, limit)

  const paths = routes
    .map((route) => ({ ...route, rows: rowsOf(route.node) }))
    .sort((a, b) => b.amount - a.amount || a.claim - b.claim || compareRows(data, a.rows, b.rows))
  for (const { claim, amount } of paths.splice(limit)) rest.set(claim, (rest.get(claim) ?? 0) + amount)
  const { claims, currency } = tables.settled
  const decimals = data.decimals[currency]!
  return [
    ...paths.map(({ claim, amount, rows }) => ({
      claim: claims[claim]!.id,
      amount: toDecimal(amount, decimals),
      transfers: rows.map((row) => data.rows.ids.at(row)),
    })),
    ...claims.flatMap(({ id }, claim) => {
      const amount = rest.get(claim)
      return amount === undefined ? [] : [{ claim: id, amount: toDecimal(amount, decimals), transfers: [] }]
    }),
  ]
}

/** A stretch to go back from. */
interface Open extends Stretch {
  /** The transfers that it took from here. */
  node: Node
  /** The most of it that came by one route. */
  most: number
}

function heldStretches(data: GraphData, tables: TraceTables, account: number): Stretch[] {
  const held = tables.parts.filter((part) => part.account === account && IS_THERE.has(part.code))
  return originsOfParts(data, tables, held)
}

function receivedStretches(data: GraphData, { moves }: TraceTables, account: number): Stretch[] {
  const { rows, ledgers } = data
  return moves
    .filter(({ row }) => ledgers.account[rows.toLedger[row]!] === account)
    .flatMap(({ row, pieces }) => pieces.map((piece) => ({ ...piece, row })))
}

/**
 * Goes back from each stretch to the transfers that it came by, which the rule's books know, until the claim's own
 * transfer: its hop is 1. The largest first: if the steps run out, the least is left.
 */
function routesOf({ books }: TraceTables, stretches: Stretch[], limit: number) {
  const root = nodeOf(-1, undefined)
  const rest = new Map<number, number>()
  const ends = new Set<Node>()
  const open = new Heap<Open>((a, b) => a.most > b.most)
  const mostSteps = books.mixes ? MOST_MIXED_STEPS : MOST_STEPS
  let steps = 0
  let found = 0
  let least = 0
  const add = (stretch: Stretch, node: Node) => {
    const { row, claim, level, length } = stretch
    open.push({ ...stretch, node, most: length * books.mainRoute(row, claim, level) })
  }
  for (const stretch of books.mixes ? joined(stretches) : stretches) add(stretch, root)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { claim, length } = at
    // Mixed money has ever more routes, each found whole: once there are enough, only as large ones can still count.
    if (steps > mostSteps || (books.mixes && found >= limit && at.most + ROUNDING < least)) {
      rest.set(claim, (rest.get(claim) ?? 0) + length)
      continue
    }
    const node = before(at.node, at.row)
    if (at.level === 1) {
      node.begins ??= new Map()
      node.begins.set(claim, (node.begins.get(claim) ?? 0) + length)
      ends.add(node)
      if (++found <= limit) least = length
      continue
    }
    books.origins(at.row, at, (row, offset, part, level) => {
      if (row < 0) throw new FundtrailError('internal', 'traced money without a credit that brought it')
      steps++
      add({ row, offset, length: part, claim, level }, node)
    })
  }
  const routes = [...ends].flatMap((node) => [...node.begins!].map(([claim, amount]) => ({ node, claim, amount })))
  return { routes, rest }
}

/** Money of one claim and hop that came by one credit, as one stretch: of mixed money it does not matter where it stood. */
function joined(stretches: Stretch[]): Stretch[] {
  const byCredit = new Map<string, Stretch>()
  for (const stretch of stretches) {
    const key = `${stretch.row} ${stretch.claim} ${stretch.level}`
    const known = byCredit.get(key)
    if (known === undefined) byCredit.set(key, { ...stretch })
    else known.length += stretch.length
  }
  return [...byCredit.values()]
}

function before(node: Node, row: number): Node {
  if (node.first?.row === row) return node.first
  const known = node.others?.get(row)
  if (known !== undefined) return known
  const made = nodeOf(row, node)
  if (node.first === undefined) {
    node.first = made
  } else {
    node.others ??= new Map()
    node.others.set(row, made)
  }
  return made
}

function rowsOf(first: Node): number[] {
  const rows: number[] = []
  for (let node: Node | undefined = first; node?.next !== undefined; node = node.next) rows.push(node.row)
  return rows
}

function compareRows(data: GraphData, a: number[], b: number[]): number {
  const { rank } = data.entries
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return rank[a[i]!]! - rank[b[i]!]!
  }
  return a.length - b.length
}
