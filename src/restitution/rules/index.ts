import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import type { DistributionRule } from '../types.js'
import { lastCreditFirst } from './last-credit-first.js'
import { netLoss } from './net-loss.js'
import { pariPassu } from './pari-passu.js'
import { risingTide } from './rising-tide.js'
import type { Distribution } from './rule.js'

/** The rules of distribution: a new one is one file and one line here. */
const RULES: readonly Distribution[] = [pariPassu, lastCreditFirst, netLoss, risingTide]

const BY_NAME: ReadonlyMap<unknown, Distribution> = new Map(RULES.map((rule) => [rule.name, rule]))

/** @throws FundtrailError 'bad-option' */
export function distributionNamed(name: DistributionRule): Distribution {
  const rule = BY_NAME.get(name)
  if (rule !== undefined) return rule
  throw new FundtrailError(
    'bad-option',
    `rule is ${show(name)}; it must be one of ${RULES.map(({ name }) => name).join(', ')}`,
    { option: 'rule', value: name },
  )
}
