import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import type { Rule } from '../types.js'
import { fifo } from './fifo.js'
import { libr } from './libr.js'
import { lifo } from './lifo.js'
import { poison } from './poison.js'
import { proRata } from './pro-rata.js'
import type { AttributionRule } from './rule.js'
import { taintFirst } from './taint-first.js'

/** The attribution rules: a new one is one file and one line here. */
const RULES: readonly AttributionRule[] = [fifo, lifo, proRata, libr, taintFirst, poison]

const BY_NAME: ReadonlyMap<unknown, AttributionRule> = new Map(RULES.map((rule) => [rule.name, rule]))

/** The rules that leave every unit of stolen money in one place, in the order in which they are documented. */
export const CONSERVING_RULES: readonly Rule[] = RULES.filter(({ conserves }) => conserves).map(({ name }) => name)

/** @throws FundtrailError 'bad-option' */
export function ruleNamed(name: Rule): AttributionRule {
  const rule = BY_NAME.get(name)
  if (rule !== undefined) return rule
  throw new FundtrailError(
    'bad-option',
    `rule is ${show(name)}; it must be one of ${RULES.map(({ name }) => name).join(', ')}`,
    {
      option: 'rule',
      value: name,
    },
  )
}
