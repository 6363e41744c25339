import { durationMs } from '../duration.js'
import type { Trace } from '../trace/types.js'
import { branchesOf, spanOf } from './flow/describe.js'
import { firstWhere } from './flow/first-where.js'
import { type Flow, type FlowAccount, flowOf } from './flow/flow.js'
import { LinkWindow } from './flow/link-window.js'
import { runningSums } from './flow/running-sums.js'
import type { Split, SplitOptions } from './types.js'
import { countOption, shareOption } from './window.js'

/**
 * Traced money that came into an account and soon went on to several payees. A split begins with an inflow and takes
 * what came in from then on and went out within `within` of it: only that money, not what left at the same time and had
 * come before. The next one begins with the first inflow behind its last branch, so that no inflow and no branch counts
 * twice. In the order of `trace.accounts`, then of time. A victim's own transfers are no split.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findSplits(trace: Trace, options: SplitOptions = {}): Split[] {
  const flow = flowOf(trace)
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options?.minBranches ?? 2)
  const { minShare = 0.5 } = options ?? {}
  shareOption('minShare', minShare)
  return flow.accounts
    .filter((account) => account.level >= 1)
    .flatMap((account) => splitsOf(flow, account, within, minBranches, minShare))
}

function splitsOf(flow: Flow, account: FlowAccount, within: number, minBranches: number, minShare: number): Split[] {
  const { moves, links } = flow
  const { received } = account
  const splits: Split[] = []
  const window = new LinkWindow(
    received.flatMap((move) => links.after(move)),
    [(link) => moves[link.out]!.to],
  )
  const sums = runningSums(received.map((move) => moves[move]!.traced))
  for (let first = 0; first < received.length; ) {
    const start = moves[received[first]!]!.time
    window.moveTo(received[first]!, (link) => moves[link.out]!.time <= start + within)
    const behind = firstWhere(received.length, (at) => received[at]! >= window.last)
    const came = sums[behind]! - sums[first]!
    if (window.isWide(minBranches) && window.length / came >= minShare) {
      const taken = window.links()
      splits.push({
        account: account.id,
        level: account.level,
        start: new Date(start),
        end: spanOf(flow, [window.last]).end,
        received: flow.money(came),
        traced: flow.money(window.length),
        share: window.length / came,
        inflows: received.slice(first, behind).map((move) => moves[move]!.id),
        branches: branchesOf(
          flow,
          taken.map((link) => ({ account: moves[link.out]!.to, length: link.length, moves: [link.out] })),
        ),
      })
      first = behind
    } else first++
  }
  return splits
}
