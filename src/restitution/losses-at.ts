import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { accountIndex, dataOf, transferIndex } from '../graph/money-graph.js'
import { Money, toDecimal } from '../money.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace, TracedClaim } from '../trace/types.js'
import type { TimeInput } from '../types.js'
import { creditsOf, tracedCredits } from './credits.js'
import type { AccountLosses, LossesOptions } from './types.js'

/**
 * From a trace to the losses that `restitution` divides by, for one account: what each victim's claim there is, and what
 * all claims there may come to. Victims of whom nothing came there are left out.
 *
 * A victim's claim is never more than what that victim has lost and not got back, whatever way the money took: who has
 * claims in several accounts may have the same yuan in two of them, but never more than the whole loss in one.
 *
 * What a victim got back counts against the account that paid it back; against 'totalLoss' all of it counts.
 *
 * Neither base is settled law: the statute (银监发〔2016〕41号 art. 8(3)) divides by "the amount the victim was defrauded
 * of", and does not say whether of the money in this account alone, nor whether those count who have not reported. State
 * what you chose; `shareBase` of the default pays less rather than too much, and the rest stays frozen.
 *
 * @throws FundtrailError 'unknown-account', 'unknown-transfer' for one in `legitimate`; 'bad-option', also for a trace by
 *   rule 'poison', and where inflows are to be counted of an account whose statement is not known
 */
export function lossesAt(trace: Trace, account: string, options: LossesOptions = {}): AccountLosses {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'lossesAt')
  const data = dataOf(trace.graph)
  accountIndex(data, account)
  if (typeof options !== 'object' || options === null) bad('the options', options, 'an object')
  const { claimBase = 'tracedIn', shareBase = 'allSuspectInflows', legitimate = [], refunds = 'net' } = options
  choice('claimBase', claimBase, ['tracedIn', 'totalLoss'])
  choice('shareBase', shareBase, ['knownVictims', 'allSuspectInflows', 'allInflows'])
  choice('refunds', refunds, ['net', 'beside'])
  if (!Array.isArray(legitimate)) bad('legitimate', legitimate, 'a list of transfer ids')
  const shown = new Set(legitimate.map((id) => transferIndex(data, id)))
  const isWithin = windowOf(data.timeZone, options.window)

  const credits = tracedCredits(trace, account)
  const arrived = sumByClaim(credits)
  const paidBack = sumByClaim(
    tables.transfers.filter(({ from }) => from === account),
    isRefund,
  )
  const allBack = sumByClaim(tables.endings.filter(({ code }) => code === 'returned'))
  const losses = trace.claims.filter(({ id }) => arrived.has(id)).map(lossOf)
  const inflows = shareBase === 'knownVictims' ? none() : countInflows()
  const listed = losses.reduce((sum, { loss }) => sum.plus(loss), new Money(0))
  return {
    account,
    currency: trace.currency,
    losses,
    ...(shareBase !== 'knownVictims' && { totalClaims: listed.plus(inflows.others) }),
    inflows,
  }

  function lossOf({ id, stolen }: TracedClaim): AccountLosses['losses'][number] {
    const everythingBack = allBack.get(id) ?? new Money(0)
    // Money that comes round again arrives twice, and is lost once.
    const loss: Decimal = claimBase === 'totalLoss' ? stolen : Money.min(arrived.get(id)!, stolen)
    const back = claimBase === 'totalLoss' ? everythingBack : (paidBack.get(id) ?? new Money(0))
    const withdrawn = Money.min(loss, Money.max(back, loss.minus(stolen.minus(everythingBack))))
    return refunds === 'net' ? { id, loss: loss.minus(withdrawn) } : { id, loss, withdrawn }
  }

  function isRefund(transfer: { to: string }, claim: string): boolean {
    return trace.claims.some(({ id, accounts }) => id === claim && accounts.includes(transfer.to))
  }

  /** The credits of the account that count, less what of them is a listed victim's anyway. */
  function countInflows(): AccountLosses['inflows'] {
    if (trace.account(account)?.balance === undefined && credits.length > 0) {
      throw new FundtrailError(
        'bad-option',
        `shareBase is ${show(shareBase)}, but the statement of ${show(account)} is not known up to the end of the trace; ask for it, or choose 'knownVictims'`,
        { option: 'shareBase', value: shareBase, account },
      )
    }
    const traced = new Map(credits.map((credit) => [credit.transfer, credit.traced]))
    const decimals = data.decimals[tables.settled.currency]!
    const counted = none()
    const { records, unseen } = creditsOf(trace, account)
    for (const row of [...records, ...unseen]) {
      if (!isWithin(data.rows.time[row]!)) continue
      const isRecord = row < data.records
      const ours = (isRecord && traced.get(data.rows.ids.at(row))) || new Money(0)
      const isLegitimate = isRecord && (shown.has(row) || data.rows.kind(row) === 'interest')
      if (shareBase === 'allSuspectInflows' && isLegitimate && ours.isZero()) continue
      const amount = toDecimal(data.rows.amount[row]!, decimals)
      counted.count++
      counted.amount = counted.amount.plus(amount)
      counted.others = counted.others.plus(amount.minus(ours))
    }
    return counted
  }
}

function none(): AccountLosses['inflows'] {
  return { count: 0, amount: new Money(0), others: new Money(0) }
}

function sumByClaim<Row extends { shares: Record<string, Decimal> }>(
  rows: readonly Row[],
  counts: (row: Row, claim: string) => boolean = () => true,
): Map<string, Decimal> {
  const sums = new Map<string, Decimal>()
  for (const row of rows) {
    for (const [claim, amount] of Object.entries(row.shares)) {
      if (counts(row, claim)) sums.set(claim, amount.plus(sums.get(claim) ?? 0))
    }
  }
  return sums
}

/** Whether an instant is within the window, to the millisecond. */
function windowOf(timeZone: string, window: LossesOptions['window']): (ms: number) => boolean {
  if (window === undefined) return () => true
  if (typeof window !== 'object' || window === null) return bad('window', window, '{ from, to }')
  const reader = new TimeReader(timeZone)
  const from = read('window.from', window.from, false) ?? Number.NEGATIVE_INFINITY
  const to = read('window.to', window.to, true) ?? Number.POSITIVE_INFINITY
  return (ms) => from <= ms && ms <= to

  function read(option: string, value: TimeInput | undefined, asEnd: boolean): number | undefined {
    if (value === undefined) return undefined
    if (reader.read(value) !== undefined)
      bad(option, value, `an ISO 8601 time that ${timeZone} has, milliseconds or a Date`)
    if (asEnd) reader.toEnd()
    return reader.ms
  }
}

function choice(option: string, value: string, values: readonly string[]): void {
  if (!values.includes(value)) bad(option, value, `one of ${values.join(', ')}`)
}

function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
