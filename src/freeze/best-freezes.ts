import { FundtrailError } from '../errors.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { show } from '../show.js'
import { readTime } from '../trace/read-options.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import { traceSettled } from '../trace/trace-settled.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace } from '../trace/types.js'
import { freezable } from './freezable.js'
import type { BestFreeze, BestFreezesOptions } from './types.js'

/** As many as one desk can put out in the first minutes. */
const COUNT = 3

/**
 * The few orders that hold the most at an instant: at most `count` accounts in which traced money is known to be then,
 * each with the evidence that was there by then. No unit rests in two accounts, so the largest holds are the best choice
 * of that many. Accounts that the trace's own `freezes` hold by then need no order and are left out. Handed back to a
 * trace as `freezes`, the orders show what they would have caught, also of what came later.
 *
 * Traces once more, up to that instant.
 *
 * @throws FundtrailError 'bad-option' for an `at` that is no time or later than the trace's `until`, a `count` that is no
 *   whole number from 1, or a trace by rule 'poison'
 */
export function bestFreezes(trace: Trace, options: BestFreezesOptions = {}): BestFreeze[] {
  const { settled } = tablesOf(trace)
  refuseAlerts({ settled }, 'bestFreezes')
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  const { at, count = COUNT } = options
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new FundtrailError('bad-option', `count is ${show(count)}; it must be a whole number from 1`, {
      option: 'count',
      value: count,
    })
  }
  const data = dataOf(trace.graph)
  let { until } = settled
  if (at !== undefined) {
    const asked = readTime(data, 'at', at, true)
    if (asked.ms > until.ms) {
      throw new FundtrailError(
        'bad-option',
        `at is ${show(at)}; it must not be after the trace's until, ${new Date(until.ms).toISOString()}`,
        { option: 'at', value: at },
      )
    }
    until = asked.ms === until.ms && asked.sub > until.sub ? until : asked
  }
  const then = { ...settled, until }
  const { at: instant, accounts } = freezable(traceSettled(trace.graph, data, then).result)
  return accounts
    .filter(({ account, hold }) => hold.gt(0) && !isFrozen(account))
    .sort((a, b) => b.hold.comparedTo(a.hold))
    .slice(0, count)
    .map((account) => ({ ...account, at: new Date(instant) }))

  function isFrozen(id: string): boolean {
    const from = settled.freezes.get(accountIndex(data, id))
    return from !== undefined && (from.ms < until.ms || (from.ms === until.ms && from.sub <= until.sub))
  }
}
