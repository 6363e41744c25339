import { tracePaths } from '../../index.js'
import type { ReportCell, ReportTable } from '../types.js'
import type { View } from '../view.js'
import { largest } from './largest.js'
import { type Columns, tableOf } from './table.js'

const COLUMNS: Columns = [
  ['account', '账号', 'account', 'account'],
  ['claim', '被害人', 'claim', 'text'],
  ['amount', '金额', 'amount', 'amount'],
  ['hops', '转账笔数', 'hops', 'count'],
  ['route', '路径', 'route', 'account'],
  ['transfers', '交易流水号', 'transfers', 'account'],
]

/**
 * By which routes the money came that rests in each account, the largest first; a row without hops carries the rest. The
 * `most` accounts that hold most are followed back, the others are one row.
 */
export function pathsTable(view: View, limit: number, most: number): ReportTable {
  const { trace, word } = view
  const rows: ReportCell[][] = []
  const holding = trace.accounts.filter(({ held }) => held.gt(0))
  const { kept, others, amount } = largest(holding, most, ({ held }) => held, trace.stolen)
  for (const { id } of kept) {
    for (const { claim, amount, transfers } of tracePaths(trace, id, { limit })) {
      const first = transfers[0]
      const isRest = first === undefined
      const stops = isRest
        ? []
        : [trace.graph.transfer(first).from, ...transfers.map((at) => trace.graph.transfer(at).to)]
      rows.push([
        view.account(id),
        claim,
        amount,
        isRest ? undefined : transfers.length,
        isRest ? word('（其余路径）', '(further routes)') : stops.map(view.account).join(' → '),
        transfers.join(' → '),
      ])
    }
  }
  if (others > 0) {
    const name = word(`（另有账户 ${others} 个）`, `(further accounts: ${others})`)
    rows.push([name, undefined, amount, undefined, undefined, undefined])
  }
  return tableOf(view, 'Paths', COLUMNS, rows)
}
