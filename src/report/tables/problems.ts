import type { Problem } from '../../index.js'
import type { ReportCell, ReportTable } from '../types.js'
import type { View } from '../view.js'
import { type Columns, tableOf } from './table.js'

const COLUMNS: Columns = [
  ['severity', '性质', 'severity', 'text'],
  ['code', '代码', 'code', 'text'],
  ['file', '文件', 'file', 'account'],
  ['row', '行号', 'row', 'count'],
  ['id', '账号或交易', 'account or transfer', 'account'],
  ['transfer', '所在交易', 'at transfer', 'account'],
  ['amount', '金额', 'amount', 'amount'],
  ['message', '说明', 'message', 'text'],
]

/** What is wrong with the records, as given, then what the trace takes for granted. */
export function problemsTable(view: View, problems: readonly Problem[]): ReportTable {
  const { term } = view
  const found = problems.map((problem): ReportCell[] => {
    const { severity, code, file, row, id } = problem
    const name = id === undefined ? undefined : view.subject(id)
    return [term(severity), code, file, row, name, undefined, undefined, view.message(problem)]
  })
  const assumed = view.trace.assumptions.map(({ code, account, amount, transfer }): ReportCell[] => {
    const message = view.lang === 'zh' ? term(code) : undefined
    return [term('assumption'), code, undefined, undefined, view.account(account), transfer, amount, message]
  })
  return tableOf(view, 'Problems', COLUMNS, [...found, ...assumed])
}
