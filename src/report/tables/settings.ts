import { settingsOf } from '../json/record-of.js'
import type { ReportCell, ReportTable } from '../types.js'
import { VERSION } from '../version.js'
import type { View } from '../view.js'
import { type Columns, tableOf } from './table.js'

const COLUMNS: Columns = [
  ['setting', '设置', 'setting', 'text'],
  ['value', '值', 'value', 'account'],
]

/** What the trace has to be repeated with, in the words of `traceToJson`; a claim's lists a row each. */
export function settingsTable(view: View): ReportTable {
  const { claims, freezes, stoppedAt, until, ...plain } = settingsOf(view.trace)
  const rows: ReportCell[][] = [['library', `fundtrail ${VERSION}`]]
  for (const { id, transfers, accounts } of claims) {
    rows.push([`claim ${id}: transfers`, transfers.join('; ')])
    rows.push([`claim ${id}: accounts`, accounts.map(view.account).join('; ')])
  }
  rows.push(['until', view.clock(new Date(until))])
  for (const [setting, value] of Object.entries(plain)) if (value !== undefined) rows.push([setting, String(value)])
  for (const { account, at } of freezes) rows.push([`freeze ${view.account(account)}`, view.clock(new Date(at))])
  if (stoppedAt !== undefined) rows.push(['stoppedAt', stoppedAt.map(view.account).join('; ')])
  rows.push(['times shown in', view.timeZone])
  return tableOf(view, 'Settings', COLUMNS, rows)
}
