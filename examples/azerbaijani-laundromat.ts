/**
 * The "Azerbaijani Laundromat": 16,940 real bank transfers that OCCRP published
 * (https://www.occrp.org/en/azerbaijanilaundromat/). The statements are those of four shell
 * companies; whatever reached somebody else is known to have arrived there, and no further.
 *
 *     npx tsx examples/azerbaijani-laundromat.ts transactions.csv
 */
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type AccountRecord,
  type BuildResult,
  buildMoneyGraph,
  mergeMirrored,
  nextStatements,
  type Shortfall,
  type Trace,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { money } from './support/format.js'
import { groupBy } from './support/group-by.js'
import { readCsv } from './support/read-csv.js'
import { table } from './support/table.js'

/** The accounts whose statements the file is made of. */
const STATEMENTS: Record<string, string> = {
  EE123300333516150001: 'Hilux Services LP',
  EE353300333516220009: 'Polux Management LP',
  EE773300333487040004: 'Metastar Invest LLP',
  EE273300333505610002: 'LCM Alliance LLP',
}
const PERIOD = { from: '2012-06-30', to: '2014-12-31' }
/** The first payment of all, into LCM Alliance. */
const FIRST_PAYMENT = 'row-1'

/** The bank wrote these four by their IBAN or by its last twelve digits: one account, whichever. */
const IBANS = new Map(Object.keys(STATEMENTS).map((iban) => [iban.slice(-12), iban]))

interface Row {
  row: string
  date: string
  payer_name: string
  payer_account: string
  beneficiary_name: string
  beneficiary_account: string
  amount_orig_currency: string
  amount_orig: string
  purpose?: string
}

export interface Investigation {
  /** As the file has them. */
  records: TransferRecord[]
  /** Rows that were the other side of one already there. */
  mirrored: number
  built: BuildResult
  result: Trace
}

/** Reads the file and traces the first payment. */
export function investigate(file: string, shortfall: Shortfall = 'opening'): Investigation {
  const rows = readCsv<Row>(pathToFileURL(file))
  const records = rows.map((row) => toRecord(row, basename(file)))
  // A negative amount stands on the payer's own statement, a positive one on the payee's.
  const transfers = mergeMirrored(records, {
    side: (_, index) => (rows[index]?.amount_orig.startsWith('-') ? 'from' : 'to'),
  })
  const built = buildMoneyGraph(transfers, { accounts: toAccounts(rows), shortfall })
  return {
    records,
    mirrored: records.length - transfers.length,
    built,
    result: trace(built.graph, { from: FIRST_PAYMENT }),
  }
}

function toRecord(row: Row, file: string): TransferRecord {
  return {
    id: `row-${row.row}`,
    from: accountId(row.payer_account),
    to: accountId(row.beneficiary_account),
    // 3e+05 stands there too: fine for a number, but a string would have to be plain digits.
    amount: Math.abs(Number(row.amount_orig)),
    currency: row.amount_orig_currency,
    time: row.date,
    ...(row.purpose !== undefined && { memo: row.purpose }),
    source: { file, row: Number(row.row) },
  }
}

/** One record an account: its statement where there is one, and the first name that the file gives its holder. */
function toAccounts(rows: readonly Row[]): AccountRecord[] {
  const accounts = new Map<string, AccountRecord>()
  for (const [id, holder] of Object.entries(STATEMENTS)) accounts.set(id, { id, holder, statement: PERIOD })
  for (const row of rows) {
    for (const [account, holder] of [
      [row.payer_account, row.payer_name],
      [row.beneficiary_account, row.beneficiary_name],
    ] as const) {
      const id = accountId(account)
      if (!accounts.has(id)) accounts.set(id, { id, holder })
    }
  }
  return [...accounts.values()]
}

function accountId(text: string): string {
  return IBANS.get(text) ?? text
}

/** Prints what an investigator asks for. */
export function print({ records, mirrored, built, result }: Investigation, line: (text: string) => void): void {
  const { counts, problems, graph } = built
  const { stolen, currency } = result
  const holder = (account: string) => graph.account(account).holder ?? ''

  line(`${records.length} rows, ${mirrored} of them the other side of a transfer already there`)
  line(
    `${counts.accepted} transfers between ${graph.order} accounts in ${graph.currencies.join(', ')}; ` +
      `${counts.merged} merged, ${counts.excluded} excluded, ${counts.rejected} rejected`,
  )
  const codes = [...groupBy(problems, ({ code }) => code)].map(([code, group]) => `${code} ${group.length}`)
  line(`Problems: ${codes.join(', ') || 'none'}`)

  line(`\nAccounts by level (0 = who paid first), in ${currency}`)
  line(
    table(
      ['level', 'account', 'company', { figure: 'received' }, { figure: 'sent' }, { figure: 'held' }],
      result.accounts.map(({ level, id, received, sent, held }) => [
        String(level),
        id,
        holder(id),
        money(received),
        money(sent),
        money(held),
      ]),
    ),
  )

  line('\nHop by hop')
  line(
    table(
      ['level', 'transfer', 'date', 'from', '', 'to', { figure: 'amount' }, { figure: 'traced' }],
      result.transfers.map(({ level, id, time, from, to, amount, traced }) => [
        String(level),
        id,
        day(time),
        holder(from),
        '->',
        holder(to),
        money(amount),
        money(traced),
      ]),
    ),
  )

  line('\nWhere it ended')
  line(
    table(
      ['code', 'account', 'company', { figure: 'amount' }],
      result.endings.map(({ code, account, amount }) => [code, account, holder(account), money(amount)]),
    ),
  )
  line(
    `\nstolen ${money(stolen)} = ${result.endings.map(({ code, amount }) => `${code} ${money(amount)}`).join(' + ')}`,
  )

  const requests = nextStatements(result)
  const total = requests.map(({ amount }) => amount).reduce((a, b) => a.plus(b), stolen.minus(stolen))
  line(`\nStatements to ask for next: ${requests.length}, for ${money(total)} ${currency}`)
  line(
    table(
      ['account', 'company', 'from', { figure: 'amount' }],
      requests.slice(0, 15).map(({ account, from, amount }) => [account, holder(account), day(from), money(amount)]),
    ),
  )

  line('\nWhat this rests on')
  line(
    table(
      ['assumption', 'company', { figure: 'amount' }],
      result.assumptions.map(({ code, account, amount }) => [code, holder(account), money(amount)]),
    ),
  )
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10)
}

function main(file: string | undefined): void {
  if (!file) {
    console.error('Usage: npx tsx examples/azerbaijani-laundromat.ts FILE (transactions.csv as OCCRP published it)')
    process.exitCode = 2
    return
  }
  print(investigate(file), console.log)

  // The file states no balances, so what LCM Alliance held before is inferred: the least that explains all it paid. Had
  // it held nothing, and got money from elsewhere whenever it ran short, the payment would have moved on at once.
  const otherwise = investigate(file, 'unseen-credit').result
  console.log("\nIf LCM Alliance held nothing before (shortfall: 'unseen-credit')")
  for (const { account, from, amount } of nextStatements(otherwise)) {
    console.log(`  ${money(amount)} reached ${account} (${otherwise.account(account)?.holder}) from ${day(from)} on`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2])
