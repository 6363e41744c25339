import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { groupBy } from '../group-by.js'
import { Money } from '../money.js'
import { tablesOf } from '../trace/trace-table.js'
import type { EndCode, Ending, Shares, Trace, TracedAccount, TracedTransfer } from '../trace/types.js'
import type { Caution, FreezableAccount, FreezeList } from './types.js'

const REQUESTED: ReadonlySet<EndCode> = new Set(['held', 'frozen', 'no-statement', 'statement-ended'])
const GONE: ReadonlySet<EndCode> = new Set(['cash-out', 'spent', 'overdraft'])

/**
 * Which accounts can be frozen now, for how much, and on what evidence. `hold` is what is known to be there; `request`
 * is what to write on the order, also where a statement is missing. The largest hold first, then request, level, id.
 *
 * A freeze must not exceed the traced amount (China: 银监发〔2014〕53号), and clearing accounts must not be frozen (arts.
 * 21 and 22): those come back under `excluded`.
 */
export function freezable(trace: Trace): FreezeList {
  const data = dataOf(trace.graph)
  const endingsOf = groupBy(trace.endings, (ending) => ending.account)
  const evidenceOf = transfersAtRest(trace)
  const accounts: FreezableAccount[] = []
  const excluded: FreezeList['excluded'] = []
  for (const account of trace.accounts) {
    const endings = (endingsOf.get(account.id) ?? []).filter(({ code }) => REQUESTED.has(code))
    if (endings.length === 0) continue
    const listed = freezableAccount(account, endings)
    if (account.kind === 'clearing') {
      excluded.push({ account: account.id, reason: 'clearing-account', amount: sum(endings) })
    } else if (listed.request.gt(0)) {
      accounts.push(listed)
    }
  }
  accounts.sort(
    (a, b) =>
      b.hold.comparedTo(a.hold) ||
      b.request.comparedTo(a.request) ||
      a.level - b.level ||
      (a.account < b.account ? -1 : 1),
  )
  const total = accounts.reduce((held, { hold }) => held.plus(hold), new Money(0))
  const gone = sum(trace.endings.filter(({ code }) => GONE.has(code)))
  const returned = sum(trace.endings.filter(({ code }) => code === 'returned'))
  const unresolved = trace.stolen.minus(total).minus(gone).minus(returned)
  if (unresolved.lt(0)) throw new FundtrailError('internal', 'more is freezable, gone and returned than was stolen')
  return { at: trace.until, accounts, excluded, total, gone, returned, unresolved, stolen: trace.stolen }

  function freezableAccount(account: TracedAccount, endings: Ending[]): FreezableAccount {
    const there = sum(endings.filter(({ code }) => code === 'held' || code === 'frozen'))
    const { balance } = account
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
      shares: sumShares(endings),
      evidence: (evidenceOf.get(account.id) ?? []).map(({ id, from, time, amount, traced }) => ({
        transfer: id,
        from,
        time,
        amount,
        traced,
      })),
      confidence: balance === undefined ? 'counterparty-only' : 'statement',
      lastMovement: lastMovement(data, trace, account.id),
      cautions: cautionsOf(trace, account, endings, hold),
    }
  }
}

/** The traced credits whose money rests in an account, by account, in the order of time. */
function transfersAtRest(trace: Trace): Map<string, TracedTransfer[]> {
  const { parts } = tablesOf(trace)
  const { rows } = dataOf(trace.graph)
  const resting = new Set(parts.filter(({ code }) => REQUESTED.has(code)).map(({ row }) => rows.ids.at(row)))
  const transfers = trace.transfers.filter(({ id }) => resting.has(id))
  transfers.sort((a, b) => a.time.getTime() - b.time.getTime())
  return groupBy(transfers, ({ to }) => to)
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

function cautionsOf(trace: Trace, account: TracedAccount, endings: Ending[], hold: Decimal): Caution[] {
  const cautions = new Set<Caution>()
  const { status } = trace.graph.account(account.id)
  if (status === 'frozen') cautions.add('already-frozen')
  if (status === 'closed') cautions.add('closed')
  if (trace.claims.some(({ accounts }) => accounts.includes(account.id))) cautions.add('victim-account')
  if (account.balance?.gt(hold.times(2))) cautions.add('mostly-other-money')
  for (const { code } of endings) if (code === 'no-statement' || code === 'statement-ended') cautions.add(code)
  for (const assumption of trace.assumptions) if (assumption.account === account.id) cautions.add(assumption.code)
  return [...cautions]
}

function sum(endings: readonly Ending[]): Decimal {
  return endings.reduce((total, { amount }) => total.plus(amount), new Money(0))
}

function sumShares(endings: readonly Ending[]): Shares {
  const shares: Shares = Object.create(null)
  for (const ending of endings) {
    for (const [claim, amount] of Object.entries(ending.shares)) shares[claim] = amount.plus(shares[claim] ?? 0)
  }
  return shares
}
