import { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
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
import { exclusionOf } from './exclusion.js'
import type { AmountRange, Caution, FreezableAccount, FreezeList, FreezeOptions } from './types.js'

/**
 * Which accounts can be frozen now, for how much, and on what evidence. `hold` is what is known to be there; `request`
 * is what to write on the order, also where a statement is missing. The largest hold first, then request, level, id.
 *
 * A freeze must not exceed the traced amount (China: 银监发〔2014〕53号), and clearing accounts must not be frozen (arts.
 * 21 and 22): those come back under `excluded`.
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
  const accounts: FreezableAccount[] = []
  const excluded: FreezeList['excluded'] = []
  for (const account of tables.accounts) {
    const endings = (endingsOf.get(account.id) ?? []).filter(({ code }) => REQUESTED.has(code))
    if (endings.length === 0) continue
    const listed = freezableAccount(account, endings)
    const reason = exclusionOf(data, accountIndex(data, account.id))
    if (reason !== undefined) {
      excluded.push({ account: account.id, reason, amount: sum(endings) })
    } else if (listed.request.gt(0)) {
      accounts.push(listed)
    }
  }
  accounts.sort(
    (a, b) =>
      b.hold.comparedTo(a.hold) ||
      b.request.comparedTo(a.request) ||
      a.level - b.level ||
      compareIds(a.account, b.account),
  )
  const total = accounts.reduce((held, { hold }) => held.plus(hold), new Money(0))
  const gone = sum(tables.endings.filter(({ code }) => GONE.has(code)))
  const returned = sum(tables.endings.filter(({ code }) => code === 'returned'))
  const unresolved = trace.stolen.minus(total).minus(gone).minus(returned)
  if (unresolved.lt(0)) throw new FundtrailError('internal', 'more is freezable, gone and returned than was stolen')
  return { at: new Date(trace.until), accounts, excluded, total, gone, returned, unresolved, stolen: trace.stolen }

  function freezableAccount(account: TracedAccount, endings: Ending[]): FreezableAccount {
    const there = sum(endings.filter(({ code }) => code === 'held' || code === 'frozen'))
    const { balance } = account
    const range = rangeOf(account.id)
    const hold = balance === undefined ? there : Money.max(0, Money.min(there, balance))
    return {
      account: account.id,
      level: account.level,
      ...(account.holder !== undefined && { holder: account.holder }),
      ...(account.institution !== undefined && { institution: account.institution }),
      kind: account.kind,
      hold,
      request: sum(endings).minus(there).plus(hold),
      ...(balance !== undefined && { balance }),
      shares: sharesOf(endings),
      ...(range !== undefined && { range }),
      evidence: (evidenceOf.get(account.id) ?? []).map(({ id, from, time, amount, traced }) => ({
        transfer: id,
        from,
        time: new Date(time),
        amount,
        traced,
      })),
      confidence: balance === undefined ? 'counterparty-only' : 'statement',
      lastMovement: lastMovement(data, trace, account.id),
      cautions: cautionsOf(account, endings, hold),
    }
  }

  function cautionsOf(account: TracedAccount, endings: Ending[], hold: Decimal): Caution[] {
    const cautions = new Set<Caution>()
    const { status } = trace.graph.account(account.id)
    if (status === 'frozen') cautions.add('already-frozen')
    if (status === 'closed') cautions.add('closed')
    if (victims.has(account.id)) cautions.add('victim-account')
    if (account.balance?.gt(hold.times(2))) cautions.add('mostly-other-money')
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

/** What is compared with leaves where: the widest range where both are given, none where neither says anything. */
function rangesFrom({ comparison, bounds }: FreezeOptions): (account: string) => AmountRange | undefined {
  if (comparison !== undefined && !Array.isArray(comparison?.accounts)) bad('comparison', comparison, 'compareRules')
  if (bounds !== undefined && typeof bounds?.get !== 'function') bad('bounds', bounds, 'attributionBounds')
  const compared = new Map(comparison?.accounts.map(({ account, range }) => [account, range]))
  const comparesAmounts = comparison?.accounts.some(({ range }) => range !== undefined)
  const none = { min: new Money(0), max: new Money(0) }
  return (account) => {
    const ranges = [
      ...(comparesAmounts ? [compared.get(account) ?? none] : []),
      ...(bounds === undefined ? [] : [bounds.get(account) ?? none]),
    ]
    if (ranges.length === 0) return undefined
    for (const range of ranges) if (!Decimal.isDecimal(range?.min) || !Decimal.isDecimal(range?.max)) badRange(range)
    return {
      min: Money.min(...ranges.map(({ min }) => min)),
      max: Money.max(...ranges.map(({ max }) => max)),
    }
  }
}

function badRange(range: unknown): never {
  throw new FundtrailError('bad-option', `a range is ${show(range)}; it must be { min, max } of two Decimals`, {
    value: range,
  })
}

function bad(option: string, value: unknown, maker: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be what ${maker}() returns`, {
    option,
    value,
  })
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
function lastMovement(data: GraphData, trace: Trace, id: string): Date {
  const { rows, ledgers, entries } = data
  const { until } = tablesOf(trace).settled
  let last = Number.NEGATIVE_INFINITY
  for (const ledger of ledgers.of(accountIndex(data, id))) {
    const row = entries.lastEntry(ledger, until.ms, until.sub)
    if (row >= 0) last = Math.max(last, rows.time[row]!)
  }
  return new Date(last)
}

function sum(endings: readonly Ending[]): Decimal {
  return endings.reduce((total, { amount }) => total.plus(amount), new Money(0))
}
