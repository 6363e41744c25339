import { endingTable, levelTable, transferTable } from './case-tables.js'
import type { PageData, PageTable } from './page-table.js'

/** The page's tables in their order, with those that are views of accounts and transfers. */
export function inOrder(data: PageData): PageTable[] {
  const all = [levelTable(data), endingTable(data), transferTable(data), ...data.tables]
  return ORDER.flatMap((key) => all.filter((table) => table.key === key))
}

const ORDER = [
  'levels',
  'freeze',
  'excluded',
  'next',
  'endings',
  'transfers',
  'splits',
  'merges',
  'paths',
  'problems',
  'settings',
]
