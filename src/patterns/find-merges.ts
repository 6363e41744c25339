import { durationMs } from '../duration.js'
import type { Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import type { Merge, MergeOptions } from './types.js'
import { branchesOf, byAccount, countOption, SlidingCount, tracedSum } from './window.js'

/**
 * Traced money that came together in an account from several payers, victims among them. A merge begins with an inflow
 * and takes what came in within `within` of it; the next one begins behind it. In the order of `trace.accounts`, then
 * of time.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findMerges(trace: Trace, options: MergeOptions = {}): Merge[] {
  const { accounts, received } = byAccount(trace)
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options?.minBranches ?? 2)
  return accounts.flatMap((account) => mergesOf(account, received.get(account.id) ?? []))

  function mergesOf(account: TracedAccount, inflows: TracedTransfer[]): Merge[] {
    const merges: Merge[] = []
    const payers = new SlidingCount(inflows.map(({ from }) => from))
    let end = 0
    for (let first = 0; first < inflows.length; first = payers.start) {
      const start = inflows[first]!.time.getTime()
      while (end < inflows.length && inflows[end]!.time.getTime() <= start + within) end++
      payers.moveTo(first, end)
      if (payers.distinct < minBranches) {
        payers.moveTo(first + 1, end)
        continue
      }
      const came = inflows.slice(first, end)
      merges.push({
        account: account.id,
        level: account.level,
        start: new Date(start),
        end: new Date(came.at(-1)!.time),
        traced: tracedSum(came),
        branches: branchesOf(came, 'from'),
      })
      payers.moveTo(end, end)
    }
    return merges
  }
}
