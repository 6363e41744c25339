import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { Money, toDecimal } from '../money.js'
import { readAmount } from '../read-amount.js'
import { show } from '../show.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import { retrace } from '../trace/retrace.js'
import { tablesOf } from '../trace/trace-table.js'
import type { EndCode, Rule, Trace } from '../trace/types.js'
import { creditsOf, tracedCredits } from './credits.js'
import { reasonFor } from './reasons.js'
import type { Basis, BasisOptions, BasisShare, RestitutionBasis } from './types.js'

/** Time alone decides where all of these leave every victim the same. Pro rata is what applies where it does not. */
const RULES: readonly Rule[] = ['fifo', 'lifo', 'libr', 'taint-first']

/**
 * Which case of art. 8 of China's return rules (银监发〔2016〕41号) a frozen account is, and why.
 *
 * Item 1: the account has one incoming record, and it is the victim's. Item 2: it has several, and by their times each
 * victim's money can be told. Item 3: it has several, and time does not tell: pro rata. The statute gives no test for
 * "can be told". The one used here is this library's: what is left of each victim's money in the account must be the
 * same under 'fifo', 'lifo', 'libr' and 'taint-first', all with the settings of the trace, within `tolerance`. Where the
 * rules disagree, which came first decides nothing that another rule would not decide otherwise.
 *
 * It is a finding for those who decide, with its evidence; not the decision.
 *
 * @throws FundtrailError 'unknown-account'; 'bad-option', also for a trace by rule 'poison'
 */
export function restitutionBasis(trace: Trace, account: string, options: BasisOptions = {}): RestitutionBasis {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'restitutionBasis')
  const data = dataOf(trace.graph)
  accountIndex(data, account)
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  const decimals = data.decimals[tables.settled.currency]!
  const tolerance = readAmount('tolerance', options.tolerance ?? 0, decimals)

  const traces = RULES.map((rule) => retrace(trace, rule))
  const shares = sharesUnder(traces, account)
  const disagreements = shares.filter(({ difference }) => difference.gt(tolerance)).map(({ claim }) => claim)
  const lost = lostFromSight(traces, account)
  const { records, unexplained } = creditsOf(trace, account)
  const traced = tracedCredits(trace, account)

  const basis = basisOf()
  const item = ITEMS[basis]
  return {
    account,
    currency: trace.currency,
    basis,
    ...(item !== undefined && { item }),
    ...reasonFor(basis, { account, shares, disagreements, credits: records.length, unexplained, traced, lost }),
    tolerance,
    rules: [...RULES],
    shares,
    disagreements,
    credits: {
      count: records.length,
      amount: records.reduce((sum, row) => sum.plus(toDecimal(data.rows.amount[row]!, decimals)), new Money(0)),
    },
    unexplained,
    traced,
  }

  function basisOf(): Basis {
    if (lost.length > 0) return 'unknown'
    if (shares.length === 0) return 'nothing-traced'
    if (disagreements.length > 0) return 'pro-rata'
    return records.length === 1 && !unexplained && shares.length === 1 ? 'one-credit' : 'traceable'
  }
}

/** At rest, and what became of it since is not known. */
const UNFOLLOWED: ReadonlySet<EndCode> = new Set(['no-statement', 'statement-ended', 'stopped', 'limit'])

const ITEMS: Readonly<Record<Basis, 1 | 2 | 3 | undefined>> = {
  'one-credit': 1,
  traceable: 2,
  'pro-rata': 3,
  'nothing-traced': undefined,
  unknown: undefined,
}

/** Why what is in the account now cannot be told: where money there was not followed to the end of the trace. */
function lostFromSight(traces: readonly Trace[], account: string): EndCode[] {
  const codes = traces.flatMap((result) =>
    result.endings.filter((ending) => ending.account === account).map(({ code }) => code),
  )
  const isUnknown = traces.some((result) => result.account(account) && result.account(account)?.balance === undefined)
  return [
    ...new Set([...codes.filter((code) => UNFOLLOWED.has(code)), ...(isUnknown ? (['no-statement'] as const) : [])]),
  ]
}

/** What each rule leaves of each claim in the account; claims that none leaves anything of are left out. */
function sharesUnder(traces: readonly Trace[], account: string): BasisShare[] {
  const rows: BasisShare[] = []
  for (const { id: claim } of traces[0]!.claims) {
    const byRule: BasisShare['byRule'] = Object.create(null)
    for (const result of traces) byRule[result.rule] = result.account(account)?.shares[claim] ?? new Money(0)
    const amounts = Object.values(byRule)
    const min: Decimal = Money.min(...amounts)
    const max: Decimal = Money.max(...amounts)
    if (max.gt(0)) rows.push({ claim, byRule, min, max, difference: max.minus(min) })
  }
  return rows
}
