import { FundtrailError } from '../errors.js'
import { dataOf, type MoneyGraph } from '../graph/money-graph.js'
import { show } from '../show.js'
import { ruleNamed } from './rules/index.js'
import { mixedSources } from './sources/mixed-sources.js'
import { readQuestion } from './sources/question.js'
import { STATIC_ORIGINS } from './sources/static-origins.js'
import { staticSources } from './sources/static-sources.js'
import { SourceTally } from './sources/tally.js'
import type { SourceShare, SourcesOptions } from './sources/types.js'

const MAX_STEPS = 2_000_000

/** Parts of a minor unit to which shares in proportion are kept until the end: millions of roundings stay far below one. */
const FINENESS = 1n << 64n

/**
 * Whose money it is: goes back from all that an account holds, or from all that a transfer moved, to where it entered
 * the known graph. No claim is needed, and none is known: the answer divides all of the money, stolen or not.
 *
 * One share an account and code, the largest first, then by level, account id and code; the shares sum exactly to the
 * balance or to the transfer's amount. An account that is empty or overdrawn has none. Under 'fifo' and 'lifo' each is
 * exact; under 'pro-rata' each is within one minor unit of the exact proportion: rounded down in the end, the units
 * left over by largest remainder. A transfer's own payer is one transfer back.
 *
 * @throws FundtrailError 'unknown-account', 'unknown-transfer', 'unknown-currency'; 'mixed-currencies' where the account
 *   has several and none is named; 'bad-option' for a rule that depends on claims ('libr', 'taint-first', 'poison'), for
 *   an instant at which the account's balance is not known, and for anything else that makes no sense
 */
export function traceSources(graph: MoneyGraph, options: SourcesOptions): SourceShare[] {
  const data = dataOf(graph)
  const asked = readQuestion(data, options)
  const { rule = 'fifo', maxSteps = MAX_STEPS } = options
  if (!(Number.isInteger(maxSteps) && maxSteps >= 1)) {
    throw new FundtrailError('bad-option', `maxSteps is ${show(maxSteps)}; it must be a whole number from 1`, {
      option: 'maxSteps',
    })
  }
  const { name } = ruleNamed(rule)
  const origins = STATIC_ORIGINS.get(name)
  if (origins === undefined && name !== 'pro-rata') {
    throw new FundtrailError(
      'bad-option',
      `rule '${name}' says what becomes of claims, and backwards there are none; use 'fifo', 'lifo' or 'pro-rata'`,
      { option: 'rule', value: name },
    )
  }
  const tally = new SourceTally(origins === undefined ? FINENESS : 1n)
  if (origins === undefined) mixedSources(data, asked, maxSteps, tally)
  else staticSources(data, origins, asked, maxSteps, tally)
  return asked.of === undefined ? [] : tally.toShares(data, asked, origins !== undefined)
}
