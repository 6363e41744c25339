import { durationMs } from '../duration.js'
import type { Trace } from '../trace/types.js'
import { byWeight, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import type { Link } from './flow/links.js'
import type { PassThrough, PassThroughOptions } from './shapes.js'
import { shareOption } from './window.js'

/**
 * Accounts that money hardly rested in (快进快出): of what came in within a stretch of time, at least `minShare` went on
 * within `within` of its own arrival. A stretch goes on as long as the next inflow comes within `within` of the one
 * before, so an account can have several. The score is the share passed on, times how far the account was emptied of
 * the sum that came, where its balance is known. Victims' accounts are none. The most money first.
 *
 * The defaults, 30 minutes and 0.9, are the window in which published cases passed money on, and a rest near zero.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findPassThrough(trace: Trace, options: PassThroughOptions = {}): PassThrough[] {
  const flow = flowOf(trace)
  const within = durationMs('within', options?.within ?? { minutes: 30 })
  const { minShare = 0.9 } = options ?? {}
  shareOption('minShare', minShare)
  const found: PassThrough[] = []
  for (const account of flow.accounts) {
    if (account.level === 0) continue
    for (const inflows of stretches(flow, account.received, within)) {
      const passed = inflows.flatMap((move) => flow.links.after(move).filter((link) => dwellOf(flow, link) <= within))
      const received = sum(inflows, (move) => flow.moves[move]!.traced)
      const traced = sum(passed, ({ length }) => length)
      const share = traced / received
      if (traced === 0 || share < minShare) continue
      const last = passed.reduce((latest, link) => Math.max(latest, link.out), 0)
      const rest = restAfter(flow, last)
      found.push({
        account: account.id,
        level: account.level,
        accounts: [account.id],
        ...spanOf(flow, [...inflows, ...passed.map((link) => link.out)]),
        received: flow.money(received),
        traced: flow.money(traced),
        share,
        ...(rest !== undefined && { rest: flow.money(rest) }),
        dwell: medianDwell(flow, passed),
        ...scoreOf({ share, ...(rest !== undefined && { emptied: 1 - rest / received }) }),
      })
    }
  }
  return byWeight(found)
}

/** Inflows in runs of which each comes within `within` of the one before. */
function stretches({ moves }: Flow, received: readonly number[], within: number): number[][] {
  const runs: number[][] = []
  for (const move of received) {
    const run = runs.at(-1)
    if (run !== undefined && moves[move]!.time - moves[run.at(-1)!]!.time <= within) run.push(move)
    else runs.push([move])
  }
  return runs
}

function dwellOf({ moves }: Flow, link: Link): number {
  return moves[link.out]!.time - moves[link.in]!.time
}

/** The payer's balance right after a move, where its statement is known. */
function restAfter({ data, moves }: Flow, move: number): number | undefined {
  const { row, amount } = moves[move]!
  const ledger = data.rows.fromLedger[row]!
  return data.ledgers.covered[ledger] ? data.entries.balanceBefore(ledger, row) - amount : undefined
}

/** The dwell that half of the money did not exceed: each unit of money counts once. */
function medianDwell(flow: Flow, links: readonly Link[]): number {
  const dwells = links
    .map((link) => ({ dwell: dwellOf(flow, link), length: link.length }))
    .sort((a, b) => a.dwell - b.dwell)
  const half = sum(dwells, ({ length }) => length) / 2
  let reached = 0
  for (const { dwell, length } of dwells) {
    reached += length
    if (reached >= half) return dwell
  }
  return 0
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
