import type { GraphData } from '../graph/graph-data.js'
import type { TraceTables } from '../trace/trace-table.js'
import type { AccountKind } from '../types.js'
import { changesOf } from './money-in-time.js'

/**
 * How long traced money stays in an account of each kind, in milliseconds, as this trace shows it: every unit's time in
 * known accounts of the kind, summed, over the units that left one. What is there still counts with its time so far (to
 * `until`, or to the end of the statement), so that accounts which nobody has emptied make it longer: the estimate of a
 * mean life from censored observations (Epstein and Sobel 1953). A debit that a freeze stopped counts as leaving. A kind
 * that nothing has left has none.
 */
export function dwellByKind(data: GraphData, tables: TraceTables): Map<AccountKind, number> {
  const { rows, ledgers, accounts, last } = data
  const { until } = tables.settled
  const changes = changesOf(data, tables.settled, tables)
  const sums = new Map<AccountKind, { time: bigint; left: number }>()
  const resting = new Map<number, number>()
  for (const { row, ledger, resting: change } of changes) {
    if (!ledgers.covered[ledger] || change === 0) continue
    const sum = sumOf(ledger)
    // Money that comes at t and goes at t' stays t' - t.
    sum.time -= BigInt(change) * BigInt(rows.time[row]!)
    if (rows.fromLedger[row] === ledger) sum.left -= change
    resting.set(ledger, (resting.get(ledger) ?? 0) + change)
  }
  for (const [ledger, amount] of resting) {
    if (amount !== 0) sumOf(ledger).time += BigInt(amount) * BigInt(Math.min(until.ms, ledgers.to(ledger) ?? last!.ms))
  }
  const dwell = new Map<AccountKind, number>()
  for (const [kind, { time, left }] of sums) if (left > 0) dwell.set(kind, Number(time / BigInt(left)))
  return dwell

  function sumOf(ledger: number): { time: bigint; left: number } {
    const kind = accounts.kind(ledgers.account[ledger]!)
    let sum = sums.get(kind)
    if (sum === undefined) {
      sum = { time: 0n, left: 0 }
      sums.set(kind, sum)
    }
    return sum
  }
}
