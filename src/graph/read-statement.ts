import { FundtrailError } from '../errors.js'
import { toDecimal } from '../money.js'
import { show } from '../show.js'
import type { Statement, StatementEntry } from '../types.js'
import type { GraphData } from './graph-data.js'
import { OPENING_UNKNOWN } from './ledger-table.js'

/** The statement of an account; see `MoneyGraph.statement`. */
export function readStatement(data: GraphData, account: number, currency: string | undefined): Statement {
  const { accounts, ledgers, currencies } = data
  const currencyOf = (ledger: number) => ledgers.currency[ledger]!
  const used = [
    ...new Set(
      ledgers
        .of(account)
        .filter((ledger) => isUsed(data, ledger))
        .map(currencyOf),
    ),
  ]
  if (currency === undefined && used.length > 1) {
    const codes = used.map((code) => currencies[code]).sort()
    throw new FundtrailError(
      'mixed-currencies',
      `account ${show(accounts.ids.at(account))} has ${codes.join(', ')}; name the currency of the statement`,
      { account: accounts.ids.at(account), currencies: codes },
    )
  }
  const code = currency ?? currencies[used[0] ?? -1] ?? data.currency
  const index = currencies.indexOf(code)
  if (currency !== undefined && index < 0) {
    throw new FundtrailError(
      'unknown-currency',
      `no record is in ${show(currency)}, only in ${currencies.join(', ')}`,
      {
        currency,
      },
    )
  }
  const parts = ledgers.of(account).filter((ledger) => currencyOf(ledger) === index && ledgers.covered[ledger])
  const decimals = data.decimals[index] ?? 0
  const entries: StatementEntry[] = []
  let balance = ledgers.opening[parts[0] ?? -1] ?? 0
  const opening = toDecimal(balance, decimals)
  for (const ledger of parts) {
    balance = ledgers.opening[ledger]!
    for (const row of data.entries.of(ledger)) {
      const isCredit = data.rows.toLedger[row] === ledger
      const amount = data.rows.amount[row]!
      balance += isCredit ? amount : -amount
      const isRecord = row < data.records
      const other = isCredit ? data.rows.fromLedger[row]! : data.rows.toLedger[row]!
      entries.push({
        transfer: isRecord ? data.rows.ids.at(row) : undefined,
        direction: isCredit ? 'in' : 'out',
        amount: toDecimal(amount, decimals),
        balance: toDecimal(balance, decimals),
        counterparty: isRecord ? accounts.ids.at(ledgers.account[other]!) : undefined,
        time: new Date(data.rows.time[row]!),
      })
    }
  }
  return { account: accounts.ids.at(account), currency: code, opening, closing: toDecimal(balance, decimals), entries }
}

/** Whether a ledger has an entry or an opening: one in a currency of failed rows alone has neither. */
export function isUsed({ entries, ledgers }: GraphData, ledger: number): boolean {
  return entries.hasEntries(ledger) || ledgers.openingFrom[ledger] !== OPENING_UNKNOWN
}
