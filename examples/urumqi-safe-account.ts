/**
 * A "safe account" fraud: a victim is talked into four transfers, 2,050,000 yuan within twenty minutes, and the money
 * runs through nine bank accounts of three suspects. Where is it now, and what can be frozen?
 *
 *     npm run demo
 */
import { fileURLToPath } from 'node:url'
import { type AccountRecord, buildMoneyGraph, type TransferRecord, trace } from 'fundtrail'
import { groupBy } from './support/group-by.js'
import { printTrace } from './support/print-trace.js'
import { readCsv } from './support/read-csv.js'
import { table } from './support/table.js'

const CASE = new URL('../fixtures/urumqi-safe-account/', import.meta.url)
const TIME_ZONE = 'Asia/Shanghai'
/** The transfers that the victim reported. */
const REPORTED = ['M06', 'M08', 'M13', 'M21']

/** Traces the case and prints what an investigator asks for. Returns whether all of the money is accounted for. */
export function run(print: (text: string) => void): boolean {
  // 1. Records in: what the banks sent, every cell as text.
  const records = readCsv<TransferRecord>(new URL('transfers.csv', CASE))
  const accounts = readCsv<AccountRecord>(new URL('accounts.csv', CASE))

  // 2. The money graph, once. Rows that moved nothing, or cannot be used, come back as problems.
  const { graph, problems, counts } = buildMoneyGraph(records, { accounts, timeZone: TIME_ZONE })

  // 3. The trace: the oldest money in an account leaves first. Everything below is a view of it.
  const result = trace(graph, { from: REPORTED, rule: 'fifo' })

  print('Urumqi "safe account" case')
  print(
    `${counts.rows} records: ${counts.accepted} accepted, ${counts.merged} merged, ${counts.excluded} excluded, ` +
      `${counts.rejected} rejected; ${graph.order} accounts`,
  )

  print('\nProblems')
  print(
    table(
      ['code', { figure: 'count' }, 'rows'],
      [...groupBy(problems, ({ code }) => code)].map(([code, group]) => [
        code,
        String(group.length),
        group.map(({ row }) => row).join(', '),
      ]),
    ),
  )

  return printTrace(print, result)
}

function main(): void {
  if (run(console.log)) return
  console.error('The sums do not hold.')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
