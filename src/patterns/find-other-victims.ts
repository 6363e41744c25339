import { compareIds } from '../compare-ids.js'
import { durationMs } from '../duration.js'
import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { groupBy } from '../group-by.js'
import { Money, toDecimal } from '../money.js'
import { WHOLE_MS } from '../time.js'
import { follow } from '../trace/follow.js'
import type { Settled } from '../trace/read-options.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import { STATIC_ORIGINS } from '../trace/sources/static-origins.js'
import { type TraceTables, tablesOf } from '../trace/trace-table.js'
import type { Trace } from '../trace/types.js'
import type { AccountKind } from '../types.js'
import type { OtherVictim, OtherVictimOptions } from './types.js'
import { countOption, shareOption } from './window.js'

const MAX_STEPS = 1_000_000

/** Kinds of payer that are nobody's own account. */
const NOBODYS: readonly AccountKind[] = ['cash', 'clearing', 'merchant']

/** A traced account while stolen money came to it. */
interface Station {
  account: number
  level: number
  /** The window, both ends in it. */
  start: number
  end: number
  /** Who had traced money from it. */
  payees: ReadonlySet<number>
}

/** A payment of a stranger into a traced account. */
interface Credit {
  row: number
  ledger: number
  station: Station
  moved: number
  via: number[]
}

/**
 * Who else may have been robbed: the payers of credits that traced accounts received while stolen money came to them,
 * and that were moved on the same way. A credit counts where at least `minShare` of it left, within the window, to
 * payees that had traced money from that account. How much of it did is what the trace's own rule says when that
 * credit alone is claimed, and followed for one hop; freezes count as in the trace.
 *
 * The window of an account reaches from its first to its last traced arrival, and `within` beyond both. Only ordinary
 * transfers count. Victims of the claims, traced accounts and others of their holders (`holderId`), and accounts of kind
 * cash, clearing and merchant are no candidates.
 *
 * These are candidates with evidence, never a verdict: whoever pays a mule may be a customer, a relative or an
 * accomplice. The most moved first, then by id. What `maxSteps` cuts, the smallest credits, is listed as `unexamined`.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison'
 */
export function findOtherVictims(trace: Trace, options: OtherVictimOptions = {}): OtherVictim[] {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'findOtherVictims')
  const { minShare = 0.5, maxSteps = MAX_STEPS } = options ?? {}
  const within = durationMs('within', options?.within ?? { hours: 24 })
  shareOption('minShare', minShare)
  countOption('maxSteps', maxSteps)
  const data = dataOf(trace.graph)
  const { rows, ledgers, entries } = data
  const credits = creditsOf(data, tables, stationsOf(data, tables, within)).sort(
    (a, b) => rows.amount[b.row]! - rows.amount[a.row]! || entries.rank[a.row]! - entries.rank[b.row]!,
  )

  let steps = 0
  let examined = 0
  for (; examined < credits.length && steps < maxSteps; examined++) {
    steps += examine(data, tables.settled, credits[examined]!)
  }
  const cut = new Set(credits.slice(examined))
  const suspect = credits.filter(
    (credit) =>
      cut.has(credit) || (credit.moved > 0 && new Money(minShare).times(rows.amount[credit.row]!).lte(credit.moved)),
  )
  suspect.sort((a, b) => entries.rank[a.row]! - entries.rank[b.row]!)
  return [...groupBy(suspect, ({ row }) => ledgers.account[rows.fromLedger[row]!]!)]
    .map(([account, own]) => candidate(data, tables.settled, account, own, cut))
    .sort((a, b) => b.moved.comparedTo(a.moved) || compareIds(a.account, b.account))
}

/** The accounts that passed stolen money on, each with its window. */
function stationsOf(data: GraphData, tables: TraceTables, within: number): Station[] {
  const { rows, ledgers } = data
  const payees = new Map<number, Set<number>>()
  for (const { row } of tables.moves) {
    const payer = ledgers.account[rows.fromLedger[row]!]!
    const payee = ledgers.account[rows.toLedger[row]!]!
    const known = payees.get(payer)
    if (known === undefined) payees.set(payer, new Set([payee]))
    else known.add(payee)
  }
  return tables.accounts.flatMap(({ id, level, firstReceived, lastReceived }) => {
    const account = accountIndex(data, id)
    const own = payees.get(account)
    if (level === 0 || own === undefined || firstReceived === undefined || lastReceived === undefined) return []
    return [
      { account, level, start: firstReceived.getTime() - within, end: lastReceived.getTime() + within, payees: own },
    ]
  })
}

/** What strangers paid into the stations in their windows. */
function creditsOf(data: GraphData, { moves, settled }: TraceTables, stations: Station[]): Credit[] {
  const { rows, ledgers, entries, accounts } = data
  const { claims, until, currency } = settled
  const known = new Set(claims.flatMap((claim) => [...claim.accounts]))
  for (const { row } of moves) {
    known.add(ledgers.account[rows.fromLedger[row]!]!)
    known.add(ledgers.account[rows.toLedger[row]!]!)
  }
  const holders = new Set([...known].map((account) => accounts.info(account)?.holderId))
  holders.delete(undefined)
  return stations.flatMap((station) => {
    const { account, start, end } = station
    const credits: Credit[] = []
    for (const ledger of ledgers.of(account)) {
      if (ledgers.currency[ledger] !== currency || !ledgers.covered[ledger]) continue
      const { credits: axis } = entries
      const last = axis.from[ledger + 1]!
      for (let place = axis.firstWhere(ledger, (row) => rows.time[row]! >= start); place < last; place++) {
        const row = axis.rows[place]!
        if (rows.time[row]! > end || rows.isAfter(row, until.ms, until.sub)) break
        if (row < data.records && isStrangers(row)) credits.push({ row, ledger, station, moved: 0, via: [] })
      }
    }
    return credits
  })

  function isStrangers(row: number): boolean {
    const payer = ledgers.account[rows.fromLedger[row]!]!
    if (rows.kind(row) !== 'transfer' || known.has(payer) || NOBODYS.includes(accounts.kind(payer))) return false
    return !holders.has(accounts.info(payer)?.holderId)
  }
}

/** Follows a credit for one hop, as a claim of its own; says how many entries that took. */
function examine(data: GraphData, settled: Settled, credit: Credit): number {
  const { rows, ledgers, entries } = data
  const { row, ledger, station } = credit
  const { until } = settled
  const end = until.ms <= station.end ? until : { ms: station.end, sub: WHOLE_MS }
  const { moves, parts } = follow(data, {
    ...settled,
    claims: [{ id: 'candidate', rows: [row], accounts: new Set() }],
    until: end,
    maxLevel: 2,
    minAmount: 0,
    stopAt: undefined,
    maxPieces: Number.POSITIVE_INFINITY,
  })
  for (const move of moves) {
    if (move.row === row || !station.payees.has(ledgers.account[rows.toLedger[move.row]!]!)) continue
    credit.moved += move.traced
    credit.via.push(move.row)
  }
  if (STATIC_ORIGINS.has(settled.rule.name)) return moves.length
  // The other rules go through the debits from there on, as long as some of it is there.
  const { debits, rank } = entries
  const first = debits.firstWhere(ledger, (debit) => rank[debit]! > rank[row]!)
  if (parts.some((part) => part.account === station.account)) {
    return 1 + debits.firstWhere(ledger, (debit) => rows.isAfter(debit, end.ms, end.sub)) - first
  }
  return 1 + debits.from[ledger]! + debits.placeIn(ledger, moves.at(-1)!.row) + 1 - first
}

function candidate(
  data: GraphData,
  { currency }: Settled,
  account: number,
  credits: Credit[],
  cut: ReadonlySet<Credit>,
): OtherVictim {
  const { rows, accounts } = data
  const info = accounts.info(account)
  const money = (minor: number) => toDecimal(minor, data.decimals[currency]!)
  const sum = (of: Credit[], value: (credit: Credit) => number) => of.reduce((total, each) => total + value(each), 0)
  const listed = credits.filter((credit) => !cut.has(credit))
  const left = credits.filter((credit) => cut.has(credit))
  const amountOf = ({ row }: Credit) => rows.amount[row]!
  return {
    account: accounts.ids.at(account),
    ...(info?.holder !== undefined && { holder: info.holder }),
    ...(info?.institution !== undefined && { institution: info.institution }),
    level: credits.reduce((least, { station }) => Math.min(least, station.level), Number.POSITIVE_INFINITY),
    amount: money(sum(listed, amountOf)),
    moved: money(sum(listed, ({ moved }) => moved)),
    credits: listed.map(({ row, station, moved, via }) => ({
      transfer: rows.ids.at(row),
      to: accounts.ids.at(station.account),
      time: new Date(rows.time[row]!),
      amount: money(rows.amount[row]!),
      moved: money(moved),
      via: via.map((debit) => rows.ids.at(debit)),
    })),
    first: new Date(rows.time[credits[0]!.row]!),
    last: new Date(rows.time[credits.at(-1)!.row]!),
    ...(left.length > 0 && { unexamined: money(sum(left, amountOf)) }),
  }
}
