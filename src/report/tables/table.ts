import type { ColumnKind, ReportCell, ReportTable, TableName } from '../types.js'
import type { View } from '../view.js'

/** Columns of a table: key, Chinese header, English header, kind. */
export type Columns = readonly (readonly [string, string, string, ColumnKind])[]

const TITLES: Readonly<Record<TableName, string>> = {
  Summary: '概要',
  Freeze: '冻结',
  Levels: '层级',
  Flow: '流向',
  Paths: '路径',
  Restitution: '返还',
  Problems: '问题',
  Settings: '设置',
}

export function tableOf(view: View, name: TableName, columns: Columns, rows: ReportCell[][]): ReportTable {
  return {
    name,
    title: view.word(TITLES[name], name),
    currency: view.trace.currency,
    decimals: view.decimals,
    columns: columns.map(([key, zh, en, kind]) => ({ key, header: view.word(zh, en), kind })),
    rows,
  }
}
