/**
 * The "safe account" case under every rule: what each leaves where, between which bounds any attribution must stay, what
 * could be frozen, and how far an alert would go.
 *
 *     npx tsx examples/compare-rules.ts
 */
import { fileURLToPath } from 'node:url'
import {
  type AccountRecord,
  attributionBounds,
  buildMoneyGraph,
  type ComparedTotals,
  compareRules,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { money } from './support/format.js'
import { readCsv } from './support/read-csv.js'
import { type Column, table } from './support/table.js'

const CASE = new URL('../fixtures/urumqi-safe-account/', import.meta.url)
/** The transfers that the victim reported. */
const REPORTED = ['M06', 'M08', 'M13', 'M21']

export function run(print: (text: string) => void): void {
  const { graph } = buildMoneyGraph(readCsv<TransferRecord>(new URL('transfers.csv', CASE)), {
    accounts: readCsv<AccountRecord>(new URL('accounts.csv', CASE)),
    timeZone: 'Asia/Shanghai',
  })
  const { rules, accounts, totals } = compareRules(graph, { from: REPORTED })
  const bounds = attributionBounds(graph, { from: REPORTED })
  const figures = (names: string[]): Column[] => names.map((figure) => ({ figure }))

  print('What rests where, by rule, and the least and the most that any attribution leaves there')
  const resting = accounts.filter(({ account }) => bounds.has(account))
  print(
    table(
      ['level', 'account', ...figures([...rules, 'least', 'most'])],
      resting.map(({ level, account, held }) => {
        const { min, max } = bounds.get(account)!
        return [String(level), account, ...[...rules.map((rule) => held[rule]!), min, max].map(money)]
      }),
    ),
  )

  print('\nWhat becomes of what was stolen, by rule')
  const lines: (keyof ComparedTotals)[] = ['freezable', 'gone', 'returned', 'unresolved', 'stolen']
  print(
    table(
      ['', ...figures(rules)],
      lines.map((line) => [line, ...rules.map((rule) => money(totals[rule]![line]))]),
    ),
  )

  const alerts = trace(graph, { from: REPORTED, rule: 'poison' }).accounts.filter(({ level }) => level > 0)
  print(`\nAccounts that could hold some of it: ${resting.length}; touched at all (rule 'poison'): ${alerts.length}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(console.log)
