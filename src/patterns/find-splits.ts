import { durationMs } from '../duration.js'
import type { Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import type { Split, SplitOptions } from './types.js'
import { branchesOf, byAccount, countOption, RunningSum, SlidingCount, shareOption } from './window.js'

/**
 * Traced money that came into an account and soon went on to several payees. A split begins with an inflow and takes
 * what came in and went out within `within` of it; the next one begins with the first inflow behind it, so that no
 * inflow and no branch counts twice. In the order of `trace.accounts`, then of time. A victim's own transfers are no
 * split.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findSplits(trace: Trace, options: SplitOptions = {}): Split[] {
  const { accounts, sent, received, placeOf } = byAccount(trace)
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options?.minBranches ?? 2)
  const { minShare = 0.5 } = options ?? {}
  shareOption('minShare', minShare)
  return accounts
    .filter((account) => account.level >= 1)
    .flatMap((account) => splitsOf(account, received.get(account.id) ?? [], sent.get(account.id) ?? []))

  function splitsOf(account: TracedAccount, inflows: TracedTransfer[], outflows: TracedTransfer[]): Split[] {
    const splits: Split[] = []
    const came = new RunningSum(inflows)
    const paid = new RunningSum(outflows)
    const payees = new SlidingCount(outflows, 'to')
    let out = 0
    let outEnd = 0
    let inEnd = 0
    for (let first = 0; first < inflows.length; ) {
      const start = inflows[first]!.time.getTime()
      const place = placeOf(inflows[first]!)
      while (out < outflows.length && placeOf(outflows[out]!) < place) out++
      outEnd = Math.max(out, outEnd)
      while (outEnd < outflows.length && outflows[outEnd]!.time.getTime() <= start + within) outEnd++
      payees.moveTo(out, outEnd)
      if (payees.distinct < minBranches) {
        first++
        continue
      }
      const last = outflows[outEnd - 1]!
      inEnd = Math.max(first, inEnd)
      while (inEnd < inflows.length && placeOf(inflows[inEnd]!) < placeOf(last)) inEnd++
      const traced = paid.between(out, outEnd)
      const received = came.between(first, inEnd)
      const share = traced.div(received).toNumber()
      if (share < minShare) {
        first++
        continue
      }
      splits.push({
        account: account.id,
        level: account.level,
        start: new Date(start),
        end: new Date(last.time),
        received,
        traced,
        share,
        inflows: inflows.slice(first, inEnd).map(({ id }) => id),
        branches: branchesOf(outflows.slice(out, outEnd), 'to'),
      })
      first = inEnd
      out = outEnd
    }
    return splits
  }
}
