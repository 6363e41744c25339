import { durationMs } from '../duration.js'
import type { Trace } from '../trace/types.js'
import { branchesOf, byWeight, evenness, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import { linkWindows } from './flow/link-windows.js'
import type { Link } from './flow/links.js'
import type { BranchOptions, GatherScatter } from './shapes.js'
import { countOption } from './window.js'

/**
 * Money that came together in one account from several payers and went on to several payees: what came from each, and
 * what of that same money went to each. Payers may be victims; the account itself is none. A finding begins with an
 * arrival and takes what left within `within` of it; the next one begins behind it. The score is how even both sides are,
 * times the share of the arrivals that went on.
 *
 * The name and the shape are those of IBM's AMLworld (Altman et al., Realistic synthetic financial transactions for
 * anti-money laundering models, NeurIPS 2023).
 *
 * @throws FundtrailError 'bad-option'
 */
export function findGatherScatter(trace: Trace, options: BranchOptions = {}): GatherScatter[] {
  const flow = flowOf(trace)
  const { moves, links } = flow
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options?.minBranches ?? 2)
  const ends = [(link: Link) => moves[link.in]!.from, (link: Link) => moves[link.out]!.to]
  const found: GatherScatter[] = []
  for (const account of flow.accounts) {
    if (account.level === 0) continue
    const own = account.received.flatMap((move) => links.after(move))
    for (const window of linkWindows(flow, own, within, ends, minBranches)) {
      found.push(describe(flow, account.id, window))
    }
  }
  return byWeight(found)
}

function describe(flow: Flow, account: string, links: readonly Link[]): GatherScatter {
  const { moves } = flow
  const side = (of: 'in' | 'out', end: 'from' | 'to') =>
    branchesOf(
      flow,
      links.map((link) => ({ account: moves[link[of]]![end], length: link.length, moves: [link[of]] })),
    )
  const payers = side('in', 'from')
  const payees = side('out', 'to')
  const traced = links.reduce((sum, { length }) => sum + length, 0)
  const gathered = [...new Set(links.map((link) => link.in))].reduce((sum, move) => sum + moves[move]!.traced, 0)
  const ids = [...payers.map((payer) => payer.account), account, ...payees.map((payee) => payee.account)]
  return {
    account,
    accounts: [...new Set(ids)],
    ...spanOf(
      flow,
      links.flatMap((link) => [link.in, link.out]),
    ),
    traced: flow.money(traced),
    payers,
    payees,
    ...scoreOf({
      evenIn: evenness(payers.map((branch) => branch.traced.toNumber())),
      evenOut: evenness(payees.map((branch) => branch.traced.toNumber())),
      scattered: traced / gathered,
    }),
  }
}
