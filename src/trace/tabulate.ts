import { compareIds } from '../compare-ids.js'
import type { GraphData } from '../graph/graph-data.js'
import type { MoneyGraph } from '../graph/money-graph.js'
import { decimalMaker } from '../money.js'
import { listAssumptions } from './assumptions.js'
import type { Piece } from './books/books.js'
import type { Followed, Move } from './follow.js'
import { listSettings } from './list-settings.js'
import type { Settled } from './read-options.js'
import type { AccountSums } from './sum-accounts.js'
import { TraceTable } from './trace-table.js'
import type { EndCode, Ending, Shares, Trace, TracedAccount, TracedClaim, TracedTransfer } from './types.js'

/** The order in which the endings of one account are listed. */
const CODES: readonly EndCode[] = [
  'held',
  'frozen',
  'no-statement',
  'statement-ended',
  'stopped',
  'limit',
  'returned',
  'cash-out',
  'spent',
  'overdraft',
  'unexplained',
]

/** Makes the public tables of a trace: ids for indexes, Decimals for minor units, in the documented order. */
export function tabulate(
  graph: MoneyGraph,
  data: GraphData,
  settled: Settled,
  followed: Followed,
  sums: ReadonlyMap<number, AccountSums>,
): Trace {
  const money = decimalMaker(data.decimals[settled.currency]!)
  const { conserves } = settled.rule
  const shareOf = (claim: number, amount: number): Shares => {
    const shares: Shares = Object.create(null)
    shares[settled.claims[claim]!.id] = money(amount)
    return shares
  }
  const sharesOf = (byClaim: ReadonlyMap<number, number> | undefined): Shares => {
    const shares: Shares = Object.create(null)
    if (byClaim === undefined) return shares
    const claims = [...byClaim.keys()]
    if (claims.length > 1) claims.sort((a, b) => a - b)
    for (const claim of claims) shares[settled.claims[claim]!.id] = money(byClaim.get(claim)!)
    return shares
  }
  const accounts = [...sums.values()]
    .sort((a, b) => a.level - b.level || b.held - a.held || compareIds(a.id, b.id))
    .map((sum) => ({ sum, row: tracedAccount(sum) }))

  const endings: Ending[] = []
  for (const { sum, row } of accounts) {
    for (const ending of sum.endings.sort((a, b) => CODES.indexOf(a.code) - CODES.indexOf(b.code))) {
      endings.push({
        account: row.id,
        code: ending.code,
        amount: money(ending.amount),
        shares: sharesOf(ending.byClaim),
        level: row.level,
        since: new Date(ending.since),
      })
    }
  }
  const { claims, until } = settled
  return new TraceTable(
    {
      graph,
      settings: listSettings(data, settled, money),
      rule: settled.rule.name,
      until: new Date(until.ms),
      currency: data.currencies[settled.currency]!,
      claims: claims.map((_, index) => tracedClaim(index)),
      stolen: money(followed.stolen.reduce((a, b) => a + b, 0)),
      transfers: followed.moves
        .map((move) => ({ move, level: levelOf(move) }))
        // Stable: within a level the moves keep the total order.
        .sort((a, b) => a.level - b.level)
        .map(({ move, level }) => tracedTransfer(move, level)),
      accounts: accounts.map(({ row }) => row),
      endings,
      assumptions: listAssumptions(
        data,
        settled,
        followed,
        accounts.map(({ sum }) => sum),
        money,
      ),
    },
    settled,
    followed,
  )

  /** A claim's transfer is level 1 even where all of it is another claim's money. */
  function levelOf({ row, pieces }: Move): number {
    if (followed.claimOf.has(row)) return 1
    let least = Number.POSITIVE_INFINITY
    for (const { level } of pieces) least = Math.min(least, level)
    return least
  }

  function tracedClaim(index: number): TracedClaim {
    const { id, rows, accounts: own } = claims[index]!
    const isPending = (row: number) => data.rows.isAfter(row, until.ms, until.sub)
    const transferred = rows.filter((row) => !isPending(row)).reduce((sum, row) => sum + data.rows.amount[row]!, 0)
    return {
      id,
      stolen: money(followed.stolen[index]!),
      transferred: money(transferred),
      pending: rows.filter(isPending).map((row) => data.rows.ids.at(row)),
      accounts: [...own].map((account) => data.accounts.ids.at(account)).sort(compareIds),
    }
  }

  function tracedTransfer({ row, pieces, traced }: Move, level: number): TracedTransfer {
    const { rows } = data
    return {
      id: rows.ids.at(row),
      from: sums.get(rows.from[row]!)!.id,
      to: sums.get(rows.to[row]!)!.id,
      time: new Date(rows.time[row]!),
      amount: money(rows.amount[row]!),
      traced: money(traced),
      level,
      shares: sharesOfPieces(pieces, traced),
    }
  }

  function sharesOfPieces(pieces: readonly Piece[], traced: number): Shares {
    const first = pieces[0]!.claim
    if (conserves && pieces.every(({ claim }) => claim === first)) return shareOf(first, traced)
    const byClaim = new Map<number, number>()
    for (const { claim, length } of pieces) byClaim.set(claim, (byClaim.get(claim) ?? 0) + length)
    return sharesOf(byClaim)
  }

  function tracedAccount(sum: AccountSums): TracedAccount {
    const info = data.accounts.info(sum.account)
    const row: TracedAccount = {
      id: sum.id,
      level: sum.level,
      levels: sum.levels.slice(),
      kind: data.accounts.kind(sum.account),
      received: money(sum.received),
      sent: money(sum.sent),
      held: money(sum.held),
      ended: money(sum.ended),
      shares: sharesOf(sum.heldByClaim),
    }
    if (info?.holder !== undefined) row.holder = info.holder
    if (info?.institution !== undefined) row.institution = info.institution
    if (sum.balance !== undefined) row.balance = money(sum.balance)
    if (sum.firstReceived !== undefined) row.firstReceived = new Date(sum.firstReceived)
    if (sum.lastReceived !== undefined) row.lastReceived = new Date(sum.lastReceived)
    if (sum.lastSent !== undefined) row.lastSent = new Date(sum.lastSent)
    return row
  }
}
