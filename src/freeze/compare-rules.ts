import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import type { MoneyGraph } from '../graph/money-graph.js'
import { Money } from '../money.js'
import { show } from '../show.js'
import { CONSERVING_RULES, ruleNamed } from '../trace/rules/index.js'
import { trace } from '../trace/trace.js'
import type { Rule, Trace, TracedAccount, TraceOptions } from '../trace/types.js'
import { freezable } from './freezable.js'
import type { ComparedAccount, ComparedTotals, RuleComparison } from './types.js'

/**
 * What each attribution rule leaves where: one trace a rule with the same options, an account a row, a rule a column,
 * and what could be frozen under each. By level (the least under any rule), then the most held, then id.
 *
 * @param rules the columns; by default all but 'poison', which follows no amounts and so has no totals
 * @throws FundtrailError as `trace` does; 'bad-option' for an unknown rule, one named twice, or none
 */
export function compareRules(
  graph: MoneyGraph,
  options: TraceOptions,
  rules: readonly Rule[] = CONSERVING_RULES,
): RuleComparison {
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; give at least { from: transferId }`)
  }
  checkRules(rules)
  const traces = rules.map((rule) => trace(graph, { ...options, rule }))
  const ids = new Set(traces.flatMap(({ accounts }) => accounts.map(({ id }) => id)))
  const totals = byRule<ComparedTotals>()
  for (const result of traces) if (ruleNamed(result.rule).conserves) totals[result.rule] = totalsOf(result)
  const [first] = traces as [Trace, ...Trace[]]
  return {
    rules: [...rules],
    currency: first.currency,
    until: new Date(first.until),
    accounts: [...ids].map((id) => comparedAccount(id, traces)).sort(inOrder),
    totals,
  }
}

function comparedAccount(id: string, traces: readonly Trace[]): ComparedAccount {
  const rows = traces.flatMap((result) => result.account(id) ?? []) as [TracedAccount, ...TracedAccount[]]
  const held = byRule<Decimal>()
  const amounts: Decimal[] = []
  for (const result of traces) {
    const amount = result.account(id)?.held ?? new Money(0)
    held[result.rule] = amount
    if (ruleNamed(result.rule).conserves) amounts.push(amount)
  }
  const [{ holder, institution, kind }] = rows
  return {
    account: id,
    level: Math.min(...rows.map(({ level }) => level)),
    ...(holder !== undefined && { holder }),
    ...(institution !== undefined && { institution }),
    kind,
    held,
    ...(amounts.length > 0 && { range: { min: Money.min(...amounts), max: Money.max(...amounts) } }),
  }
}

function inOrder(a: ComparedAccount, b: ComparedAccount): number {
  const most = ({ held }: ComparedAccount) => Money.max(...Object.values(held))
  return a.level - b.level || most(b).comparedTo(most(a)) || compareIds(a.account, b.account)
}

function totalsOf(result: Trace): ComparedTotals {
  const { stolen, total, gone, returned, unresolved } = freezable(result)
  return { stolen, freezable: total, gone, returned, unresolved }
}

function byRule<T>(): Partial<Record<Rule, T>> {
  return Object.create(null)
}

function checkRules(rules: readonly Rule[]): void {
  if (!Array.isArray(rules) || rules.length === 0) {
    throw new FundtrailError(
      'bad-option',
      `rules is ${Array.isArray(rules) ? 'empty' : show(rules)}; it must list at least one rule`,
      {
        option: 'rules',
        value: rules,
      },
    )
  }
  for (const rule of rules) ruleNamed(rule)
  if (new Set(rules).size === rules.length) return
  throw new FundtrailError('bad-option', `rules is ${rules.join(', ')}; it must name each rule once`, {
    option: 'rules',
    value: rules,
  })
}
