import type { GraphData } from '../graph/graph-data.js'
import type { Settled } from '../trace/read-options.js'

/** Up to which millisecond, within the trace's time, an account's own movements are known; undefined: never. */
export function knownUntil(
  { ledgers, accounts, coverage, last }: GraphData,
  { until }: Settled,
  account: number,
): number | undefined {
  if (!ledgers.isFollowed(account)) return undefined
  if (coverage === 'complete') return Math.min(until.ms, last!.ms)
  const begun = accounts.info(account)?.stretches.findLast(({ from }) => from <= until.ms)
  return begun && Math.min(until.ms, begun.to)
}
