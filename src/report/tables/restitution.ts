import { type AmountInput, type FreezeList, restitutionBasis, restitutionTable } from '../../index.js'
import type { ReportTable } from '../types.js'
import type { View } from '../view.js'
import { fromDocument } from './from-document.js'
import { largest } from './largest.js'
import { type Columns, tableOf } from './table.js'

const UNKNOWN: Columns = [
  ['number', '序号', 'no.', 'count'],
  ['account', '冻结账户', 'frozen account', 'account'],
  ['holder', '户名', 'account name', 'text'],
  ['institution', '开户银行', 'institution', 'text'],
  ['frozen', '冻结金额', 'frozen', 'amount'],
  ['victim', '被害人', 'victim', 'text'],
  ['firstCredit', '首次汇入时间', 'first credit', 'time'],
  ['lastCredit', '末次汇入时间', 'last credit', 'time'],
  ['credited', '汇入金额', 'credited', 'amount'],
  ['method', '溯源方式', 'basis', 'text'],
  ['claim', '认定金额', 'claim', 'amount'],
  ['ratio', '比例', 'part of all claims', 'text'],
  ['share', '应返还金额', 'to return', 'amount'],
  ['residual', '余留冻结', 'stays frozen', 'amount'],
]

/** Each account asks for a trace under every rule: more of them are named with their amount, and calculated on demand. */
const MOST = 10

/**
 * What each victim would get back from each frozen account, as `restitutionTable` calculates it. Where no item of art. 8
 * can be found the account has one row: all of it stays frozen, and the reason stands as the basis.
 */
export function restitutionSheet(
  view: View,
  list: FreezeList,
  frozen: ReadonlyMap<string, AmountInput> | undefined,
): ReportTable {
  const { trace, lang, timeZone } = view
  const held = list.accounts.filter(({ hold }) => hold.gt(0))
  const { kept, others, amount: left } = largest(held, MOST, ({ hold }) => hold, trace.stolen)
  const pools = frozen === undefined ? kept.map(({ account, hold }) => [account, hold] as const) : [...frozen]
  const sheet = tableOf(view, 'Restitution', UNKNOWN, [])
  for (const [account, amount] of pools) {
    const basis = restitutionBasis(trace, account)
    if (basis.item === undefined) {
      const { holder, institution } = trace.graph.account(account)
      const reason = lang === 'zh' ? basis.reasonZh : basis.reason
      const pool = trace.stolen.minus(trace.stolen).plus(typeof amount === 'bigint' ? amount.toString() : amount)
      const nothing = [undefined, undefined, undefined, undefined]
      const start = [undefined, view.account(account), holder, institution, pool]
      sheet.rows.push([...start, ...nothing, reason, undefined, undefined, undefined, pool])
      continue
    }
    const { rows } = fromDocument(
      view,
      'Restitution',
      restitutionTable(trace, account, { frozen: amount, lang, timeZone }),
    )
    sheet.rows.push(...rows)
  }
  if (frozen === undefined && others > 0) {
    const name = view.word(`（另有账户 ${others} 个）`, `(further accounts: ${others})`)
    sheet.rows.push(UNKNOWN.map(([key]) => (key === 'account' ? name : key === 'frozen' ? left : undefined)))
  }
  sheet.rows = sheet.rows.map(([, ...rest], at) => [at + 1, ...rest])
  return sheet
}
