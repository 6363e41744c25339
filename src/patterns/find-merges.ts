import { durationMs } from '../duration.js'
import type { Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import type { Merge, MergeOptions } from './types.js'
import { branchesOf, byAccount, countOption, tracedSum } from './window.js'

/**
 * Traced money that came together in an account from several payers, victims among them. A merge begins with an inflow
 * and takes what came in within `within` of it; the next one begins behind it. In the order of `trace.accounts`, then
 * of time.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findMerges(trace: Trace, options: MergeOptions = {}): Merge[] {
  const within = durationMs('within', options.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options.minBranches ?? 2)
  const { received } = byAccount(trace)
  return trace.accounts.flatMap((account) => mergesOf(account, received.get(account.id) ?? []))

  function mergesOf(account: TracedAccount, inflows: TracedTransfer[]): Merge[] {
    const merges: Merge[] = []
    for (let first = 0; first < inflows.length; ) {
      const start = inflows[first]!.time.getTime()
      const came = inflows.slice(first).filter(({ time }) => time.getTime() <= start + within)
      const branches = branchesOf(came, 'from')
      if (branches.length < minBranches) {
        first++
        continue
      }
      merges.push({
        account: account.id,
        level: account.level,
        start: new Date(start),
        end: came.at(-1)!.time,
        traced: tracedSum(came),
        branches,
      })
      first += came.length
    }
    return merges
  }
}
