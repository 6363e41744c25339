import type { BuildResult, Problem } from 'fundtrail'
import type { StatementsResult } from 'fundtrail/statements'
import { groupBy } from './group-by.js'
import { table } from './table.js'

/** Prints what was found in each file and what became of the rows. */
export function printFiles(
  print: (text: string) => void,
  read: StatementsResult,
  { graph, counts }: BuildResult,
): void {
  const { files, records } = read
  print('Files')
  print(
    table(
      ['file', 'format', 'encoding', { figure: 'rows' }],
      files.map(({ name, format, encoding, rows }) => [name, format, encoding, String(rows)]),
    ),
  )
  const pairs = records.reduce((sum, { aliases = [] }) => sum + aliases.length, 0)
  const failed = records.filter(({ status }) => status === 'failed').length
  const reversed = records.filter(({ reverses }) => reverses !== undefined).length
  print(
    `${read.counts.rows} rows: ${pairs} pairs of both sides joined, ${read.counts.rejected} rejected; ` +
      `${records.length} records: ${counts.accepted} accepted, ${failed} failed, ${reversed} reversed, ` +
      `${counts.rejected} rejected; ${graph.order} accounts`,
  )
}

/** Problems by code, with how many they are and the first of each, told by file and row. */
export function problemTable(problems: readonly Problem[], shown = 3): string {
  return table(
    ['', 'problem', { figure: 'count' }, 'where'],
    [...groupBy(problems, ({ severity, code }) => `${severity} ${code}`).values()].flatMap((group) => {
      const [{ severity, code } = { severity: '', code: '' }] = group
      const lines = group
        .slice(0, shown)
        .map((problem, n) => [
          ...(n === 0 ? [severity, code, String(group.length)] : ['', '', '']),
          `${placeOf(problem)}: ${problem.message}`,
        ])
      return group.length > shown ? [...lines, ['', '', '', `and ${group.length - shown} more`]] : lines
    }),
  )
}

/** Where a problem is: row of a file, id of a record (which leads to one), or number of a record. */
function placeOf({ file, row, id }: Problem): string {
  if (id !== undefined) return id
  return [file, row === undefined ? undefined : `row ${row}`].filter((part) => part !== undefined).join(' ') || 'all'
}
