import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace, TracedTransfer } from '../trace/types.js'
import type { TracedCredit } from './types.js'

/** What came into an account in the trace's currency, up to its `until`, in order. */
interface Credits {
  /** Rows of the credits on record. */
  records: number[]
  /** Rows that stand for credits which no record shows: gaps in the stated balances, unseen credits. */
  unseen: number[]
  /** Whether money is there, came or may have come that no credit on record explains. */
  unexplained: boolean
}

export function creditsOf(trace: Trace, account: string): Credits {
  const data = dataOf(trace.graph)
  const { ledgers, rows, entries } = data
  const { currency, until } = tablesOf(trace).settled
  const records: number[] = []
  const unseen: number[] = []
  const known = data.coverage === 'complete' ? [] : trace.graph.account(account).statement
  // Between two periods anything may have come.
  let hadMoney = known.filter(({ from }) => from <= trace.until).length > 1
  for (const ledger of ledgers.of(accountIndex(data, account))) {
    if (ledgers.currency[ledger] !== currency || !ledgers.covered[ledger]) continue
    if (ledgers.from(ledger) <= until.ms && ledgers.opening[ledger]! > 0) hadMoney = true
    for (const row of entries.of(ledger)) {
      if (rows.isAfter(row, until.ms, until.sub)) break
      if (rows.toLedger[row] !== ledger) continue
      if (row < data.records) records.push(row)
      else unseen.push(row)
    }
  }
  return { records, unseen, unexplained: hadMoney || unseen.length > 0 }
}

/** The credits that brought traced money, in the total order. */
export function tracedCredits(trace: Trace, account: string): TracedCredit[] {
  const { transfers, moves } = tablesOf(trace)
  const data = dataOf(trace.graph)
  const place = places(data, moves)
  return transfers
    .filter(({ to }) => to === account)
    .sort((a, b) => place.get(a.id)! - place.get(b.id)!)
    .map(({ id, from, time, amount, traced, shares }: TracedTransfer) => ({
      transfer: id,
      from,
      time: new Date(time),
      amount,
      traced,
      shares: Object.assign(Object.create(null), shares),
    }))
}

function places(data: GraphData, moves: readonly { row: number }[]): Map<string, number> {
  return new Map(moves.map(({ row }, place) => [data.rows.ids.at(row), place]))
}
