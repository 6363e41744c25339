import { settingsOf } from '../json/record-of.js'
import { SETTING_WORDS } from '../setting-words.js'
import type { ReportCell, ReportTable } from '../types.js'
import { VERSION } from '../version.js'
import type { View } from '../view.js'
import { type Columns, tableOf } from './table.js'

const COLUMNS: Columns = [
  ['setting', '设置', 'setting', 'text'],
  ['value', '值', 'value', 'account'],
]

/** What the trace has to be repeated with, under the names of `traceToJson`; a claim's lists a row each. */
export function settingsTable(view: View): ReportTable {
  const { word } = view
  const { claims, freezes, stoppedAt, until, ...plain } = settingsOf(view.trace)
  const rows: ReportCell[][] = [[named('library'), `fundtrail ${VERSION}`]]
  for (const { id, transfers, accounts } of claims) {
    rows.push([word(`被害人 ${id}：交易`, `claim ${id}: transfers`), transfers.join('; ')])
    rows.push([word(`被害人 ${id}：账户`, `claim ${id}: accounts`), accounts.map(view.account).join('; ')])
  }
  rows.push([named('until'), exactly(until)])
  for (const [setting, value] of Object.entries(plain))
    if (value !== undefined) rows.push([named(setting), String(value)])
  for (const { account, at } of freezes) {
    rows.push([word(`冻结 ${view.account(account)}`, `freeze ${view.account(account)}`), exactly(at)])
  }
  if (stoppedAt !== undefined) rows.push([named('stoppedAt'), stoppedAt.map(view.account).join('; ')])
  rows.push([word('显示时区', 'times shown in'), view.timeZone])
  return tableOf(view, 'Settings', COLUMNS, rows)

  /** Not to the second as elsewhere, for the instant decides what counts. */
  function exactly(instant: string): string {
    const [, digits] = /\.(\d*?)0*Z$/.exec(instant) ?? []
    return view.clock(new Date(instant)) + (digits ? `.${digits}` : '')
  }

  function named(setting: string): string {
    const meaning = SETTING_WORDS.get(setting)
    return view.lang === 'zh' && meaning !== undefined ? `${meaning}（${setting}）` : setting
  }
}
