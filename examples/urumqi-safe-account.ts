/**
 * A "safe account" fraud: a victim is talked into four transfers, 2,050,000 yuan within twenty minutes, and the money
 * runs through nine bank accounts of three suspects. Where is it now, and what can be frozen?
 *
 *     npm run demo
 */
import { fileURLToPath } from 'node:url'
import type { Decimal } from 'decimal.js'
import {
  type AccountRecord,
  buildMoneyGraph,
  findMerges,
  findSplits,
  freezable,
  type Merge,
  type Split,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { localTime, money } from './support/format.js'
import { groupBy } from './support/group-by.js'
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
  const splits = findSplits(result)
  const merges = findMerges(result)
  const freeze = freezable(result)

  const time = (date: Date) => localTime(date, TIME_ZONE)
  const holder = (account: string) => graph.account(account).holder ?? ''

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

  print('\nAccounts by level (0 = the victim)')
  print(
    table(
      ['level', 'account', 'holder', 'institution', { figure: 'received' }, { figure: 'sent' }, { figure: 'held' }],
      result.accounts.map(({ level, id, holder = '', institution = '', received, sent, held }) => [
        String(level),
        id,
        holder,
        institution,
        money(received),
        money(sent),
        money(held),
      ]),
    ),
  )

  print('\nHop by hop (traced = the stolen part of the amount)')
  print(
    table(
      ['level', 'time', 'from', '', 'to', { figure: 'amount' }, { figure: 'traced' }],
      result.transfers.map(({ level, time: at, from, to, amount, traced }) => [
        String(level),
        time(at),
        from,
        '->',
        to,
        money(amount),
        money(traced),
      ]),
    ),
  )

  print('\nSplits: from one account to several')
  print(branchTable('->', 'to', splits, holder))

  print('\nMerges: from several accounts to one')
  print(branchTable('<-', 'from', merges, holder))

  print(`\nFreeze list at ${time(freeze.at)}, by institution`)
  for (const [institution, group] of groupBy(freeze.accounts, ({ institution = '' }) => institution)) {
    print(`\n  ${institution}: ${money(sum(group.map(({ hold }) => hold)))}`)
    for (const { account, holder = '', hold, balance, evidence } of group) {
      print(`\n  ${account}  ${holder}  freeze ${money(hold)}${balance ? ` of a balance of ${money(balance)}` : ''}`)
      print(
        table(
          ['transfer', 'payer', 'time', { figure: 'amount' }, { figure: 'traced' }],
          evidence.map(({ transfer, from, time: at, amount, traced }) => [
            transfer,
            from,
            time(at),
            money(amount),
            money(traced),
          ]),
        ),
      )
    }
  }

  const { stolen, total, gone, returned, unresolved } = freeze
  print(
    `\nstolen ${money(stolen)} = freezable ${money(total)} + gone ${money(gone)} + returned ${money(returned)} + ` +
      `unresolved ${money(unresolved)}`,
  )
  const ended = sum(result.endings.map(({ amount }) => amount))
  return stolen.eq(ended) && stolen.eq(sum([total, gone, returned, unresolved]))
}

function sum(amounts: Decimal[]): Decimal {
  return amounts.reduce((a, b) => a.plus(b))
}

/** A row for each branch, the account they share on the first. */
function branchTable(
  arrow: string,
  other: string,
  shapes: (Split | Merge)[],
  holder: (account: string) => string,
): string {
  return table(
    ['level', 'account', 'holder', { figure: 'traced' }, '', other, { figure: 'of it' }],
    shapes.flatMap(({ level, account, traced, branches }) =>
      branches.map((branch, n) => [
        ...(n === 0 ? [String(level), account, holder(account), money(traced)] : ['', '', '', '']),
        arrow,
        branch.account,
        money(branch.traced),
      ]),
    ),
  )
}

function main(): void {
  if (run(console.log)) return
  console.error('The sums do not hold.')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
