import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import type { Rule } from '../types.js'
import { fifo } from './fifo.js'
import type { StaticRule } from './rule.js'

/** The attribution rules by name: a new rule is one file and one line here. */
const RULES: Readonly<Record<Rule, StaticRule>> = { fifo }

/** @throws FundtrailError 'bad-option' */
export function ruleNamed(name: Rule): StaticRule {
  if (Object.hasOwn(RULES, name)) return RULES[name]
  throw new FundtrailError('bad-option', `rule is ${show(name)}; it must be one of ${Object.keys(RULES).join(', ')}`, {
    option: 'rule',
    value: name,
  })
}
