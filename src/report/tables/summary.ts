import type { Decimal } from 'decimal.js'
import { type FreezeList, freezable } from '../../index.js'
import type { ReportCell, ReportTable } from '../types.js'
import { sumOf, type View } from '../view.js'
import { type Columns, tableOf } from './table.js'

const COLUMNS: Columns = [
  ['item', '项目', 'item', 'text'],
  ['amount', '金额', 'amount', 'amount'],
  ['value', '内容', 'value', 'text'],
]

/** What adds up to the loss, victim by victim and ending by ending, and how large the case is. */
export function summaryTable(view: View, list: FreezeList = freezable(view.trace)): ReportTable {
  const { trace, word, term, time, clock } = view
  const rows: ReportCell[][] = []
  const amount = (item: string, value: Decimal) => rows.push([item, value, undefined])
  const text = (item: string, value: string | number) => rows.push([item, undefined, String(value)])

  amount(word('被骗金额', 'stolen'), list.stolen)
  amount(word('可冻结', 'freezable'), list.total)
  amount(word('已流失', 'gone'), list.gone)
  amount(word('已返还', 'returned'), list.returned)
  amount(word('待查', 'unresolved'), list.unresolved)
  text(word('币种', 'currency'), trace.currency)
  for (const { id, stolen } of trace.claims) amount(`${word('被害人', 'claim')} ${id}`, stolen)
  const codes = [...new Set(trace.endings.map(({ code }) => code))]
  for (const code of codes) {
    const parts = trace.endings.filter((ending) => ending.code === code).map((ending) => ending.amount)
    amount(`${word('去向', 'ending')} ${term(code)}`, sumOf(parts, trace.stolen))
  }
  text(word('账户数', 'accounts'), trace.accounts.length)
  text(word('机构数', 'institutions'), new Set(trace.accounts.flatMap(({ institution }) => institution ?? [])).size)
  text(
    word('层级数', 'levels'),
    trace.transfers.reduce((most, { level }) => Math.max(most, level), 0),
  )
  text(word('交易笔数', 'transfers'), trace.transfers.length)
  const times = trace.transfers.map((transfer) => transfer.time.getTime())
  if (times.length > 0) {
    const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
    text(word('首笔时间', 'first transfer'), time(new Date(first)))
    text(word('末笔时间', 'last transfer'), time(new Date(last)))
  }
  text(word('规则', 'rule'), term(trace.rule))
  text(word('截至', 'until'), clock(trace.until))
  return tableOf(view, 'Summary', COLUMNS, rows)
}
