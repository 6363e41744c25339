import { dataOf } from '../graph/money-graph.js'
import { tablesOf } from './trace-table.js'
import type { Trace } from './types.js'

/** Traced money of which the records do not say where it went. */
export interface LostMoney {
  account: number
  /** In minor units. */
  amount: number
  /** When it came, the oldest of it, in ms. */
  arrival: number
  /** The end of the statement on which it is, in ms; undefined: it came when no statement was known. */
  end: number | undefined
  /** From when on a statement is missing, in ms. */
  from: number
}

/** The parts of a trace that end 'no-statement' or 'statement-ended', as the trace found them. */
export function lostFromSight(trace: Trace): LostMoney[] {
  const { parts } = tablesOf(trace)
  const { rows, ledgers, accounts, last } = dataOf(trace.graph)
  return parts
    .filter(({ code }) => code === 'no-statement' || code === 'statement-ended')
    .map(({ account, code, row, length }) => {
      const arrival = rows.time[row]!
      const ledger = rows.toLedger[row]!
      const covered = ledgers.covered[ledger] === 1
      const end = covered ? (ledgers.to(ledger) ?? last!.ms) : undefined
      const endOfKnown = end ?? accounts.info(account)?.stretches.at(-1)?.to ?? last!.ms
      return { account, amount: length, arrival, end, from: code === 'no-statement' ? arrival : endOfKnown }
    })
}
