import type { Decimal } from 'decimal.js'
import { type FreezeList, recoveryCurve, type Shares, type Trace, type TraceOptions } from '../../index.js'
import { maskNumber } from '../mask-number.js'
import { safeText } from '../text/safe-text.js'
import type { View } from '../view.js'
import type { CaseAccount, CaseData, CaseEnding, CaseTransfers, RecoveryStep } from './data.js'
import { shortText } from './short-text.js'

/** More steps of the curve than a chart has points to show: of each stretch the last one is kept. */
const MOST_STEPS = 1000

/** The trace as plain numbers and text. Without a freeze list (rule 'poison') nothing is said of freezing. */
export function caseDataOf(view: View, list: FreezeList | undefined): CaseData {
  const { trace, lang, timeZone, decimals } = view
  const minor = minorUnits(decimals)
  const transfers = transfersOf(view, minor)
  const accounts = accountsOf(view, list, minor)
  addDwell(accounts, transfers, trace.until.getTime())
  return {
    lang,
    timeZone,
    currency: trace.currency,
    decimals,
    rule: trace.rule,
    claims: trace.claims.map(({ id }) => safeText(id)),
    accounts,
    transfers,
    days: [...view.days],
    curve: list === undefined ? [] : curveOf(trace, minor),
  }
}

export type Minor = (amount: Decimal) => number

/** Amounts of a trace are whole minor units, at most 2^53 − 1 of them. */
export function minorUnits(decimals: number): Minor {
  const scale = 10 ** decimals
  return (amount) => amount.times(scale).toNumber()
}

function accountsOf(view: View, list: FreezeList | undefined, minor: Minor): CaseAccount[] {
  const { trace } = view
  const endings = new Map<string, CaseAccount['endings']>()
  const pairs = pairsOf(trace, minor)
  for (const { account, code, amount, since, shares } of trace.endings) {
    const ending: CaseEnding = [code, minor(amount), since.getTime(), pairs(shares)]
    const others = endings.get(account)
    if (others === undefined) endings.set(account, [ending])
    else others.push(ending)
  }
  const holds = new Map(list?.accounts.map(({ account, hold }) => [account, hold]))
  return trace.accounts.map((account) => {
    const { id, holder, institution, kind, level, received, sent, held, balance, shares } = account
    const hold = holds.get(id)
    return {
      id: safeText(view.account(id)),
      label: shortText(maskNumber(id)),
      ...(holder !== undefined && { holder: shortText(holder) }),
      ...(institution !== undefined && { institution: shortText(institution) }),
      kind,
      level,
      received: minor(received),
      sent: minor(sent),
      held: minor(held),
      ...(balance !== undefined && { balance: minor(balance) }),
      ...(hold !== undefined && { hold: minor(hold) }),
      ...instant('first', account.firstReceived),
      ...instant('last', account.lastReceived),
      ...instant('lastSent', account.lastSent),
      endings: endings.get(id) ?? [],
      ...(trace.claims.length > 1 && { shares: pairs(shares) }),
    }
  })
}

function instant<Key extends string>(key: Key, time: Date | undefined): { [key in Key]?: number } {
  return time === undefined ? {} : ({ [key]: time.getTime() } as { [key in Key]: number })
}

function transfersOf({ trace }: View, minor: Minor): CaseTransfers {
  const { transfers, graph } = trace
  const places = new Map(trace.accounts.map(({ id }, at) => [id, at]))
  const pairs = pairsOf(trace, minor)
  return {
    id: transfers.map(({ id }) => safeText(id)),
    from: transfers.map(({ from }) => places.get(from) as number),
    to: transfers.map(({ to }) => places.get(to) as number),
    time: transfers.map(({ time }) => time.getTime()),
    amount: transfers.map(({ amount }) => minor(amount)),
    traced: transfers.map(({ traced }) => minor(traced)),
    level: transfers.map(({ level }) => level),
    shares: transfers.map(({ shares }) => pairs(shares)),
    source: transfers.map(({ id }) => safeText(sourceOf(graph.transfer(id).source))),
  }
}

/** Shares as places of claims and amounts in turn; none where there is one claim only, and all is its. */
function pairsOf({ claims }: Trace, minor: Minor): (shares: Shares) => number[] {
  if (claims.length === 1) return () => []
  return (shares) =>
    claims.flatMap(({ id }, at) => {
      const share = shares[id]
      return share === undefined ? [] : [at, minor(share)]
    })
}

function sourceOf(sources: { file?: string; row?: number }[] | undefined): string {
  return (sources ?? []).map(({ file, row }) => [file, row].filter((part) => part !== undefined).join('#')).join(', ')
}

/**
 * How long a unit stayed on average: what left counts with the instants at which it came and went, what rests up to
 * `until`. Not known, and so left out, where money ended on arrival or out of sight. Instants count from the first one,
 * to lose no digits.
 */
function addDwell(accounts: CaseAccount[], { from, to, time, traced }: CaseTransfers, until: number): void {
  const first = time.reduce((least, ms) => Math.min(least, ms), until)
  const stays = new Float64Array(accounts.length)
  time.forEach((ms, at) => {
    const product = (traced[at] as number) * (ms - first)
    stays[from[at] as number]! += product
    stays[to[at] as number]! -= product
  })
  accounts.forEach((account, at) => {
    const { level, received, held, endings } = account
    if (level === 0 || received === 0 || endings.some(([code]) => code !== 'held' && code !== 'frozen')) return
    account.dwell = Math.max(0, Math.round(((stays[at] as number) + held * (until - first)) / received))
  })
}

function curveOf(trace: Trace, minor: Minor): RecoveryStep[] {
  const {
    until,
    untilText = until,
    freezes,
    stopAt,
    maxLevel,
    minAmount,
    coverage: _,
    shortfall: _mode,
    ties: _ties,
    timeZone: _zone,
    ...plain
  } = trace.settings
  const options: TraceOptions = {
    ...plain,
    until: untilText,
    freezes: freezes.map(({ account, at, atText = at }) => ({ account, at: atText })),
    ...(stopAt !== undefined && { stopAt }),
    ...(maxLevel !== undefined && { maxLevel }),
    ...(minAmount !== undefined && { minAmount }),
  }
  const points = recoveryCurve(trace.graph, options)
  const start = points[0]?.at.getTime() ?? 0
  const stretch = ((points.at(-1)?.at.getTime() ?? 0) - start) / MOST_STEPS
  const placeOf = (at: Date) => Math.floor((at.getTime() - start) / stretch)
  return points
    .filter(({ at }, place) => {
      const next = points[place + 1]
      return points.length <= MOST_STEPS || next === undefined || placeOf(next.at) !== placeOf(at)
    })
    .map(({ at, freezable, gone, returned, unresolved }) => [
      at.getTime(),
      minor(freezable),
      minor(gone),
      minor(returned),
      minor(unresolved),
    ])
}
