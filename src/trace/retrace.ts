import { dataOf } from '../graph/money-graph.js'
import { follow } from './follow.js'
import { ruleNamed } from './rules/index.js'
import { tabulate } from './tabulate.js'
import { tablesOf } from './trace-table.js'
import type { Rule, Trace } from './types.js'

/** The same trace under another rule: every other setting as it was. */
export function retrace(trace: Trace, rule: Rule): Trace {
  const { settled } = tablesOf(trace)
  if (rule === settled.rule.name) return trace
  const data = dataOf(trace.graph)
  const other = { ...settled, rule: ruleNamed(rule) }
  return tabulate(trace.graph, data, other, follow(data, other))
}
