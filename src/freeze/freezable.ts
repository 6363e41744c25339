import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import type { AccountInfo } from '../graph/account-book.js'
import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { groupBy } from '../group-by.js'
import { Money } from '../money.js'
import { show } from '../show.js'
import { originsOfParts } from '../trace/origins.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import { type TraceTables, tablesOf } from '../trace/trace-table.js'
import type { Ending, Shares, Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import { GONE, REQUESTED } from './codes.js'
import { dwellByKind } from './dwell.js'
import { exclusionOf } from './exclusion.js'
import { knownUntil } from './known-until.js'
import { lookAtOtherMoney } from './other-money.js'
import { rangesFrom } from './ranges.js'
import type { Caution, Evidence, FreezableAccount, FreezeList, FreezeOptions, InstitutionGroup } from './types.js'

/**
 * Which accounts can be frozen now, for how much, and on what evidence. `hold` is what is known to be there; `request`
 * is what to write on the order, also where a statement is missing: all requests together are never above the loss.
 *
 * The most urgent first: the most traced money there at the last moment known, which is `hold` and what was there when a
 * statement ended; of equal ones the larger `hold`, for that is there still; then the largest request; then the kind of
 * account that empties fastest, by `dwell`; then level and id. What is only known to have come counts in the request alone.
 *
 * A freeze must not exceed the traced amount (China: 银监发〔2014〕53号; India: Bombay High Court, lien on the disputed amount
 * only), and what passes through clearing, reserve and settlement accounts is everybody's (53号, arts. 21 and 22): those are
 * never listed and come back under `excluded`.
 *
 * @param options what to compare with: each account then carries the range of what may rest there
 * @throws FundtrailError 'bad-option' for a trace by rule 'poison', or for what is no comparison or no bounds
 */
export function freezable(trace: Trace, options: FreezeOptions = {}): FreezeList {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'freezable')
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  const data = dataOf(trace.graph)
  const endingsOf = groupBy(tables.endings, (ending) => ending.account)
  const assumptionsOf = groupBy(tables.assumptions, (assumption) => assumption.account)
  const evidenceOf = transfersAtRest(data, tables)
  const claimPlace = new Map(trace.claims.map(({ id }, place) => [id, place]))
  const victims = new Set(trace.claims.flatMap((claim) => claim.accounts))
  const rangeOf = rangesFrom(options)
  const disagreed = new Set(
    (options.comparison?.accounts ?? []).filter(({ range }) => range?.min.lt(range.max)).map((row) => row.account),
  )
  const dwellOf = dwellByKind(data, tables)
  const otherMoneyOf = lookAtOtherMoney(data, tables)
  const atStatementsEnd = new Map(
    tables.endings.filter(({ code }) => code === 'statement-ended').map(({ account, amount }) => [account, amount]),
  )
  const accounts: FreezableAccount[] = []
  const excluded: FreezeList['excluded'] = []
  for (const account of tables.accounts) {
    const endings = (endingsOf.get(account.id) ?? []).filter(({ code }) => REQUESTED.has(code))
    if (endings.length === 0) continue
    const index = accountIndex(data, account.id)
    const reason = exclusionOf(data, index)
    if (reason !== undefined) {
      excluded.push({ account: account.id, reason, amount: sum(endings) })
      continue
    }
    const there = sum(endings.filter(({ code }) => code === 'held' || code === 'frozen'))
    const { balance } = account
    const hold = balance === undefined ? there : Money.max(0, Money.min(there, balance))
    const request = sum(endings).minus(there).plus(hold)
    if (request.gt(0)) accounts.push(freezableAccount(account, index, endings, hold, request))
  }
  accounts.sort(byUrgency)
  const total = accounts.reduce((held, { hold }) => held.plus(hold), new Money(0))
  const gone = sum(tables.endings.filter(({ code }) => GONE.has(code)))
  const returned = sum(tables.endings.filter(({ code }) => code === 'returned'))
  const unresolved = trace.stolen.minus(total).minus(gone).minus(returned)
  if (unresolved.lt(0)) throw new FundtrailError('internal', 'more is freezable, gone and returned than was stolen')
  return {
    at: new Date(trace.until),
    accounts,
    byInstitution: groupByInstitution(accounts),
    excluded,
    total,
    gone,
    returned,
    unresolved,
    stolen: trace.stolen,
  }

  function byUrgency(a: FreezableAccount, b: FreezableAccount): number {
    const dwell = ({ kind }: FreezableAccount) => dwellOf.get(kind) ?? Number.MAX_SAFE_INTEGER
    const lastKnown = ({ account, hold }: FreezableAccount) => hold.plus(atStatementsEnd.get(account) ?? 0)
    return (
      lastKnown(b).comparedTo(lastKnown(a)) ||
      b.hold.comparedTo(a.hold) ||
      b.request.comparedTo(a.request) ||
      dwell(a) - dwell(b) ||
      a.level - b.level ||
      compareIds(a.account, b.account)
    )
  }

  function freezableAccount(
    account: TracedAccount,
    index: number,
    endings: Ending[],
    hold: Decimal,
    request: Decimal,
  ): FreezableAccount {
    const { balance } = account
    const info = data.accounts.info(index)
    const range = rangeOf(account.id)
    const known = knownUntil(data, tables.settled, index)
    const dwell = dwellOf.get(account.kind)
    const shares = sharesOf(endings)
    return {
      account: account.id,
      level: account.level,
      ...(account.holder !== undefined && { holder: account.holder }),
      ...(account.institution !== undefined && { institution: account.institution }),
      kind: account.kind,
      hold,
      request,
      ...(balance !== undefined && { balance }),
      shares,
      ...(range !== undefined && { range }),
      evidence: (evidenceOf.get(account.id) ?? []).map((transfer) => evidenceFrom(data, transfer)),
      confidence: balance === undefined ? 'counterparty-only' : 'statement',
      ...(known !== undefined && { knownUntil: new Date(known) }),
      lastMovement: lastMovement(data, trace, index),
      ...(dwell !== undefined && { dwell }),
      ...(info?.frozenBy !== undefined && { frozenBy: info.frozenBy }),
      cautions: cautionsOf(account, index, endings, hold, shares),
    }
  }

  function cautionsOf(
    account: TracedAccount,
    index: number,
    endings: Ending[],
    hold: Decimal,
    shares: Shares,
  ): Caution[] {
    const cautions = new Set<Caution>()
    const { status, frozenBy }: Partial<AccountInfo> = data.accounts.info(index) ?? {}
    const other = otherMoneyOf(index)
    if (status === 'frozen' || frozenBy !== undefined) cautions.add('already-frozen')
    if (status === 'closed') cautions.add('closed')
    if (victims.has(account.id)) cautions.add('victim-account')
    if (Object.keys(shares).length > 1) cautions.add('joint-victims')
    if (account.balance?.gt(hold.times(2))) cautions.add('mostly-other-money')
    if (other.trades) cautions.add('possible-good-faith')
    if (other.salary) cautions.add('salary')
    if (disagreed.has(account.id)) cautions.add('rules-disagree')
    for (const { code } of endings) if (code === 'no-statement' || code === 'statement-ended') cautions.add(code)
    for (const { code } of assumptionsOf.get(account.id) ?? []) cautions.add(code)
    return [...cautions]
  }

  /** In the order of the claims, as shares are everywhere. */
  function sharesOf(endings: Ending[]): Shares {
    const sums = new Map<string, Decimal>()
    for (const ending of endings) {
      for (const [claim, amount] of Object.entries(ending.shares)) sums.set(claim, amount.plus(sums.get(claim) ?? 0))
    }
    const shares: Shares = Object.create(null)
    for (const claim of [...sums.keys()].sort((a, b) => claimPlace.get(a)! - claimPlace.get(b)!)) {
      shares[claim] = sums.get(claim)!
    }
    return shares
  }
}

/** The traced credits whose money rests in an account, by account, in the total order. */
function transfersAtRest(data: GraphData, tables: TraceTables): Map<string, TracedTransfer[]> {
  const { parts, moves, transfers } = tables
  const there = parts.filter(({ code }) => REQUESTED.has(code))
  const resting = new Set(originsOfParts(data, tables, there).map(({ row }) => row))
  const byId = new Map(transfers.map((transfer) => [transfer.id, transfer]))
  const credits = moves.filter(({ row }) => resting.has(row)).map(({ row }) => byId.get(data.rows.ids.at(row))!)
  return groupBy(credits, ({ to }) => to)
}

/** The last entry of the account that any record shows, in whatever currency, up to the trace's `until`. */
function lastMovement(data: GraphData, trace: Trace, account: number): Date {
  const { rows, ledgers, entries } = data
  const { until } = tablesOf(trace).settled
  let last = Number.NEGATIVE_INFINITY
  for (const ledger of ledgers.of(account)) {
    const row = entries.lastEntry(ledger, until.ms, until.sub)
    if (row >= 0) last = Math.max(last, rows.time[row]!)
  }
  return new Date(last)
}

/** What a bank compares with its own books: who paid, from where, how much and when (银发〔2016〕86号, 2(1)2). */
function evidenceFrom(data: GraphData, { id, from, time, amount, traced }: TracedTransfer): Evidence {
  const info = data.accounts.info(accountIndex(data, from))
  return {
    transfer: id,
    from,
    ...(info?.holder !== undefined && { holder: info.holder }),
    ...(info?.institution !== undefined && { institution: info.institution }),
    time: new Date(time),
    amount,
    traced,
  }
}

/** The institutions in the order of what there is to hold, then to request; those of no known institution last. */
function groupByInstitution(accounts: readonly FreezableAccount[]): InstitutionGroup[] {
  const add = (amounts: Decimal[]) => amounts.reduce((total, amount) => total.plus(amount), new Money(0))
  return [...groupBy(accounts, ({ institution }) => institution)]
    .map(([institution, group]) => ({
      ...(institution !== undefined && { institution }),
      hold: add(group.map(({ hold }) => hold)),
      request: add(group.map(({ request }) => request)),
      accounts: group,
    }))
    .sort(
      (a, b) =>
        Number(a.institution === undefined) - Number(b.institution === undefined) ||
        b.hold.comparedTo(a.hold) ||
        b.request.comparedTo(a.request) ||
        compareIds(a.institution ?? '', b.institution ?? ''),
    )
}

function sum(endings: readonly Ending[]): Decimal {
  return endings.reduce((total, { amount }) => total.plus(amount), new Money(0))
}
