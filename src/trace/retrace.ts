import { dataOf } from '../graph/money-graph.js'
import { ruleNamed } from './rules/index.js'
import { traceSettled } from './trace-settled.js'
import { tablesOf } from './trace-table.js'
import type { Rule, Trace } from './types.js'

/** The same trace under another rule: every other setting as it was. */
export function retrace(trace: Trace, rule: Rule): Trace {
  const { settled } = tablesOf(trace)
  if (rule === settled.rule.name) return trace
  const data = dataOf(trace.graph)
  const other = { ...settled, rule: ruleNamed(rule) }
  return traceSettled(trace.graph, data, other).result
}
