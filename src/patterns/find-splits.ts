import { durationMs } from '../duration.js'
import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import type { Split, SplitOptions } from './types.js'
import { branchesOf, byAccount, countOption, tracedSum } from './window.js'

/**
 * Traced money that came into an account and soon went on to several payees. A split begins with an inflow and takes
 * what came in and went out within `within` of it; the next one begins with the first inflow behind it, so that no
 * inflow and no branch counts twice. In the order of `trace.accounts`, then of time. A victim's own transfers are no
 * split.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findSplits(trace: Trace, options: SplitOptions = {}): Split[] {
  const within = durationMs('within', options.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options.minBranches ?? 2)
  const { minShare = 0.5 } = options
  if (!(minShare >= 0 && minShare <= 1)) {
    throw new FundtrailError('bad-option', `minShare is ${show(minShare)}; it must be from 0 to 1`, {
      option: 'minShare',
    })
  }
  const { sent, received } = byAccount(trace)
  return trace.accounts
    .filter((account) => account.level >= 1)
    .flatMap((account) => splitsOf(account, received.get(account.id) ?? [], sent.get(account.id) ?? []))

  function splitsOf(account: TracedAccount, inflows: TracedTransfer[], outflows: TracedTransfer[]): Split[] {
    const splits: Split[] = []
    let out = 0
    for (let first = 0; first < inflows.length; ) {
      const start = inflows[first]!.time.getTime()
      while (out < outflows.length && outflows[out]!.time.getTime() < start) out++
      const paid = outflows.slice(out).filter(({ time }) => time.getTime() <= start + within)
      const end = paid.at(-1)?.time.getTime() ?? start
      const came = inflows.slice(first).filter(({ time }) => time.getTime() <= end)
      const branches = branchesOf(paid, 'to')
      const share = came.length === 0 ? 0 : tracedSum(paid).div(tracedSum(came)).toNumber()
      if (branches.length < minBranches || share < minShare) {
        first++
        continue
      }
      splits.push({
        account: account.id,
        level: account.level,
        start: new Date(start),
        end: new Date(end),
        received: tracedSum(came),
        traced: tracedSum(paid),
        share,
        inflows: came.map(({ id }) => id),
        branches,
      })
      first += came.length
      out += paid.length
    }
    return splits
  }
}
