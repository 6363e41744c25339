import { durationMs } from '../duration.js'
import { groupBy } from '../group-by.js'
import type { Trace } from '../trace/types.js'
import { branchesOf, byWeight, evenness, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import { linkWindows } from './flow/link-windows.js'
import type { Link } from './flow/links.js'
import type { BranchOptions, ScatterGather } from './shapes.js'
import { countOption } from './window.js'

/**
 * Money that parted at one account and came together again in another, over several accounts between them that handed it
 * on: what each of those received from the source and passed to the target. The source may be a victim, and the target the source itself. A finding begins
 * with a transfer and takes what arrived at the target within `within` of it; the next one begins behind it. The score
 * is how evenly the branches carried it, times the share of what they had from the source that they passed to the target.
 *
 * The name and the shape are those of IBM's AMLworld (Altman et al., Realistic synthetic financial transactions for
 * anti-money laundering models, NeurIPS 2023).
 *
 * @throws FundtrailError 'bad-option'
 */
export function findScatterGather(trace: Trace, options: BranchOptions = {}): ScatterGather[] {
  const flow = flowOf(trace)
  const { moves, links } = flow
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options?.minBranches ?? 2)
  const pairs = groupBy(links.all(), (link) => moves[link.in]!.from * flow.accounts.length + moves[link.out]!.to)
  const found: ScatterGather[] = []
  for (const own of pairs.values()) {
    for (const window of linkWindows(flow, own, within, [(link) => moves[link.in]!.to], minBranches)) {
      found.push(describe(flow, window))
    }
  }
  return byWeight(found)
}

function describe(flow: Flow, links: readonly Link[]): ScatterGather {
  const { moves, accounts } = flow
  const source = accounts[moves[links[0]!.in]!.from]!.id
  const target = accounts[moves[links[0]!.out]!.to]!.id
  const branches = branchesOf(
    flow,
    links.map((link) => ({ account: moves[link.in]!.to, length: link.length, moves: [link.in, link.out] })),
  )
  const traced = links.reduce((sum, { length }) => sum + length, 0)
  const scattered = [...new Set(links.map((link) => link.in))].reduce((sum, move) => sum + moves[move]!.traced, 0)
  return {
    source,
    target,
    accounts: [...new Set([source, ...branches.map(({ account }) => account), target])],
    ...spanOf(
      flow,
      links.flatMap((link) => [link.in, link.out]),
    ),
    traced: flow.money(traced),
    branches,
    ...scoreOf({ even: evenness(branches.map((branch) => branch.traced.toNumber())), gathered: traced / scattered }),
  }
}
