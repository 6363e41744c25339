import type { DocumentTable } from '../../index.js'
import type { ColumnKind, ReportCell, ReportTable, TableName } from '../types.js'
import type { View } from '../view.js'
import { tableOf } from './table.js'

/** Which keys of the documents are no plain text. */
const KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['number', 'count'],
  ['level', 'count'],
  ['evidence', 'count'],
  ['account', 'account'],
  ['payer', 'account'],
  ['from', 'account'],
  ['to', 'account'],
  ['transfer', 'account'],
  ['source', 'account'],
  ['time', 'time'],
  ['firstCredit', 'time'],
  ['lastCredit', 'time'],
  ['amount', 'amount'],
  ['traced', 'amount'],
  ['request', 'amount'],
  ['hold', 'amount'],
  ['frozen', 'amount'],
  ['credited', 'amount'],
  ['claim', 'amount'],
  ['share', 'amount'],
  ['residual', 'amount'],
])

const ACCOUNTS: ReadonlySet<string> = new Set(['account', 'payer', 'from', 'to'])

/** A paper of the core as a table of the report; `leaveOut` names columns that it has no use for. */
export function fromDocument<Row extends object>(
  view: View,
  name: TableName,
  { columns, rows }: DocumentTable<Row>,
  leaveOut: readonly string[] = [],
): ReportTable {
  const kept = columns.filter(({ key }) => !leaveOut.includes(key))
  return tableOf(
    view,
    name,
    kept.map(({ key, header }) => [key, header, header, KINDS.get(key) ?? 'text'] as const),
    rows.map((row) =>
      kept.map(({ key }) => {
        const value = row[key] as ReportCell
        if (ACCOUNTS.has(key) && typeof value === 'string') return view.account(value)
        return value
      }),
    ),
  )
}
