import { FundtrailError } from '../../errors.js'
import type { GraphData } from '../../graph/graph-data.js'
import { accountIndex, transferIndex } from '../../graph/money-graph.js'
import { isUsed } from '../../graph/read-statement.js'
import { show } from '../../show.js'
import { TimeReader, WHOLE_MS } from '../../time.js'
import type { HoldingSources, SourcesOptions } from './types.js'

/** An instant; `sub` beyond the millisecond. */
interface Instant {
  ms: number
  sub: number
}

/** Money whose sources are asked for, in indexes and minor units. */
export interface Question {
  currency: number
  amount: number
  /** The transfer asked about, or the ledger and the instant; undefined where there is no money. */
  of: { row: number } | { ledger: number; at: Instant } | undefined
  /** Whether a purchase, a fee or cash is followed back, as what is asked about and not as what somebody earned. */
  isAsked(row: number): boolean
}

/** @throws FundtrailError as `traceSources` documents */
export function readQuestion(data: GraphData, options: SourcesOptions): Question {
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; give { account } or { transfer }`)
  }
  const { account, transfer } = options
  if ((account === undefined) === (transfer === undefined)) {
    const what = account === undefined ? 'neither `account` nor `transfer` is' : 'both `account` and `transfer` are'
    throw new FundtrailError('bad-option', `${what} given; ask for the sources of one holding or of one transfer`)
  }
  if (transfer === undefined) return holding(data, options)
  for (const option of ['at', 'currency'] as const) {
    if (options[option] === undefined) continue
    throw new FundtrailError('bad-option', `${option} is given with a transfer, which has its own; leave it out`, {
      option,
    })
  }
  return moved(data, transfer)
}

function moved(data: GraphData, transfer: string): Question {
  const { rows, ledgers } = data
  const row = transferIndex(data, transfer)
  return {
    currency: ledgers.currency[rows.fromLedger[row]!]!,
    amount: rows.amount[row]!,
    of: { row },
    isAsked: (other) => other === row,
  }
}

function holding(data: GraphData, options: HoldingSources): Question {
  const { rows, ledgers, accounts, entries } = data
  const account = accountIndex(data, options.account)
  const currency = currencyOf(data, account, options.currency)
  const at = instantOf(data, options)
  const ledger = currency < 0 ? -1 : knownLedger(data, account, currency, at)
  const amount = ledger < 0 ? 0 : Math.max(0, entries.balanceAt(ledger, at.ms, at.sub))
  const takesCash = accounts.kind(account) === 'cash'
  return {
    currency,
    amount,
    of: amount === 0 ? undefined : { ledger, at },
    isAsked: (row) => ledgers.account[rows.toLedger[row]!] === account && (takesCash || rows.kind(row) !== 'cash'),
  }
}

/** -1 where the account has money in no currency. */
function currencyOf(data: GraphData, account: number, wanted: string | undefined): number {
  const { accounts, ledgers, currencies } = data
  const own = ledgers.of(account).filter((ledger) => isUsed(data, ledger))
  const used = new Set(own.map((ledger) => ledgers.currency[ledger]!))
  if (wanted === undefined) {
    if (used.size < 2) return [...used][0] ?? -1
    const codes = [...used].map((code) => currencies[code]!).sort()
    throw new FundtrailError(
      'mixed-currencies',
      `account ${show(accounts.ids.at(account))} has ${codes.join(', ')}; name the currency of the holding`,
      { account: accounts.ids.at(account), currencies: codes },
    )
  }
  const index = currencies.indexOf(wanted)
  if (index >= 0) return index
  throw new FundtrailError('unknown-currency', `no record is in ${show(wanted)}, only in ${currencies.join(', ')}`, {
    currency: wanted,
  })
}

function instantOf(data: GraphData, { at }: HoldingSources): Instant {
  if (at === undefined) return { ms: data.last?.ms ?? 0, sub: WHOLE_MS }
  const time = new TimeReader(data.timeZone)
  if (time.read(at) === undefined) {
    time.toEnd()
    return { ms: time.ms, sub: time.sub }
  }
  throw new FundtrailError(
    'bad-option',
    `at is ${show(at)}; it must be an ISO 8601 time that ${time.timeZone} has, milliseconds or a Date`,
    { option: 'at', value: at },
  )
}

/** The ledger that knows the account's balance then; -1 where it has no entry. */
function knownLedger(data: GraphData, account: number, currency: number, at: Instant): number {
  const last = data.last?.ms ?? 0
  // Complete records end with the last one: what was there then is what is known of any later day.
  const instant = data.coverage === 'complete' ? { ...at, ms: Math.min(at.ms, last) } : at
  const ledger = data.ledgers.known(account, currency, instant, last)
  if (ledger !== undefined) return ledger
  const id = data.accounts.ids.at(account)
  throw new FundtrailError(
    'bad-option',
    `what ${show(id)} holds at ${show(new Date(at.ms))} is not known: no statement covers it then; ` +
      'choose an instant that one covers, or ask for a transfer',
    { option: 'at', account: id },
  )
}
