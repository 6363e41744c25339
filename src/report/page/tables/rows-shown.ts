import type { Filter, Shown } from '../filter.js'
import type { PageRow, PageTable } from './page-table.js'

/**
 * The rows of a table that go with what the chart shows: transfers that are shown, and whatever names an account that they
 * touch. Rows that name no account or transfer (problems, settings) stay, and so do those that carry a rest.
 */
export function rowsShown(table: PageTable, filter: Filter, shown: Shown, touched: ReadonlySet<number>): PageRow[] {
  if (table.key === 'transfers') return shown.rows.map((row) => table.rows[row] as PageRow)
  const column = table.columns.findIndex(({ kind }) => kind === 'account')
  if (column < 0) return table.rows
  return table.rows.filter(({ cells, claims, isRest }) => {
    if (isRest) return true
    if (filter.claim !== undefined && claims !== undefined && !claims.includes(filter.claim)) return false
    const account = cells[column]
    return typeof account !== 'number' || touched.has(account)
  })
}
