import type { GraphData } from '../graph/graph-data.js'
import type { TraceTables } from '../trace/trace-table.js'

/** How many of an account's credits are looked at, the newest first. */
const CREDITS = 1000
/** From so many payers whose money is not traced, an account looks like a trader's. */
const PAYERS = 10
/** A payer that comes back so often, each time after about a month, pays wages. */
const PAYDAYS = 3
const MONTH_MS = { least: 25 * 86_400_000, most: 35 * 86_400_000 }
const WAGES = /工资|薪金|薪酬|薪资|薪水|养老金|退休金|\b(?:salary|salaries|wages?|payroll|pension)\b/i

/**
 * What the untraced credits of an account say about whose money a freeze would meet: a trader's, who may have given
 * something for it in good faith, or wages.
 */
export function lookAtOtherMoney(
  data: GraphData,
  { moves, settled }: TraceTables,
): (account: number) => { trades: boolean; salary: boolean } {
  const { rows, ledgers, entries, records } = data
  const { until, currency } = settled
  const traced = new Set(moves.map(({ row }) => row))
  return (account) => {
    const payers = new Map<number, { last: number; inTurn: number }>()
    let trades = false
    let salary = false
    for (const row of lastCredits(account)) {
      if (rows.kind(row) === 'purchase') trades = true
      if (row >= records || traced.has(row)) continue
      const payer = ledgers.account[rows.fromLedger[row]!]!
      const time = rows.time[row]!
      const before = payers.get(payer)
      if (before === undefined) {
        payers.set(payer, { last: time, inTurn: 1 })
      } else {
        const gap = time - before.last
        before.inTurn = gap >= MONTH_MS.least && gap <= MONTH_MS.most ? before.inTurn + 1 : 1
        before.last = time
        if (before.inTurn >= PAYDAYS) salary = true
      }
      const memo = rows.notes.memo(row)
      if (memo !== undefined && WAGES.test(memo)) salary = true
    }
    return { trades: trades || payers.size >= PAYERS, salary }
  }

  function lastCredits(account: number): number[] {
    const found: number[] = []
    const { credits } = entries
    const own = ledgers.of(account).filter((ledger) => ledgers.currency[ledger] === currency)
    for (const ledger of own) {
      const end = credits.firstWhere(ledger, (row) => rows.isAfter(row, until.ms, until.sub))
      const start = Math.max(credits.from[ledger]!, end - CREDITS)
      for (let place = start; place < end; place++) found.push(credits.rows[place]!)
    }
    if (own.length > 1) found.sort((a, b) => entries.rank[a]! - entries.rank[b]!)
    return found.slice(-CREDITS)
  }
}
