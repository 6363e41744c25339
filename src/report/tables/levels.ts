import type { ReportTable } from '../types.js'
import type { View } from '../view.js'
import { type Columns, tableOf } from './table.js'

const COLUMNS: Columns = [
  ['level', '级别', 'level', 'count'],
  ['account', '账号', 'account', 'account'],
  ['holder', '户名', 'holder', 'text'],
  ['institution', '开户机构', 'institution', 'text'],
  ['kind', '类型', 'kind', 'text'],
  ['received', '涉案转入', 'received', 'amount'],
  ['sent', '涉案转出', 'sent', 'amount'],
  ['held', '涉案余额', 'held', 'amount'],
  ['ended', '在此终结', 'ended', 'amount'],
  ['balance', '账户余额', 'balance', 'amount'],
  ['firstReceived', '首次转入', 'first received', 'time'],
  ['lastReceived', '末次转入', 'last received', 'time'],
  ['lastSent', '末次转出', 'last sent', 'time'],
  ['endings', '去向', 'endings', 'text'],
]

/** Every account that the money touched, by level, then by what it holds: 0 is the victim. */
export function levelsTable(view: View): ReportTable {
  const { trace, term, time } = view
  const endings = new Map<string, string[]>()
  for (const { account, code, amount } of trace.endings) {
    const parts = endings.get(account) ?? []
    endings.set(account, [...parts, `${term(code)} ${amount.toFixed(view.decimals)}`])
  }
  const clock = (at: Date | undefined) => (at === undefined ? undefined : time(at))
  return tableOf(
    view,
    'Levels',
    COLUMNS,
    trace.accounts.map((account) => [
      account.level,
      view.account(account.id),
      account.holder,
      account.institution,
      term(account.kind),
      account.received,
      account.sent,
      account.held,
      account.ended,
      account.balance,
      clock(account.firstReceived),
      clock(account.lastReceived),
      clock(account.lastSent),
      endings.get(account.id)?.join('; '),
    ]),
  )
}
