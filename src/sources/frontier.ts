import { compareIds } from '../compare-ids.js'
import { nextStatements } from '../trace/next-statements.js'
import type { Trace } from '../trace/types.js'

/** An account whose statement is missing from an instant on. */
export interface Missing {
  account: string
  since: Date
}

/**
 * The accounts whose statements a trace lacks, those with the most traced money first. `since`: from when on an
 * account's statement was asked for, in ms. What was asked for already and is still missing is not known to anybody.
 */
export function frontier(trace: Trace, since: (account: string) => number): Missing[] {
  // An alert has no endings: it goes on wherever the money goes.
  if (trace.rule === 'poison') return reached(trace, since, trace.settings.maxLevel ?? Number.POSITIVE_INFINITY)
  return nextStatements(trace)
    .filter(({ account, from }) => from.getTime() < since(account))
    .map(({ account, from }) => ({ account, since: from }))
}

/** Those of all accounts that money reached, beyond the frontier: where all of it ended on arrival. */
export function ends(trace: Trace, since: (account: string) => number, lacking: readonly Missing[]): Missing[] {
  const known = new Set(lacking.map(({ account }) => account))
  return reached(trace, since, Number.POSITIVE_INFINITY).filter(({ account }) => !known.has(account))
}

/** The accounts below a level that money reached before their statement begins, but those at which the caller stops. */
function reached(trace: Trace, since: (account: string) => number, below: number): Missing[] {
  const { stopAt } = trace.settings
  const victims = new Set(trace.claims.flatMap(({ accounts }) => accounts))
  return trace.accounts
    .filter(({ id, level, firstReceived }) => {
      if (firstReceived === undefined || firstReceived.getTime() >= since(id) || level >= below) return false
      return victims.has(id) || !stopAt?.(trace.graph.account(id))
    })
    .sort((a, b) => b.received.cmp(a.received) || compareIds(a.id, b.id))
    .map(({ id, firstReceived }) => ({ account: id, since: firstReceived! }))
}
