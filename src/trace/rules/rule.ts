import type { GraphData } from '../../graph/graph-data.js'
import type { Rule } from '../types.js'

/**
 * A rule under which the records alone decide which debit pays out which part of which credit, whoever's money it is.
 */
export interface StaticRule {
  readonly name: Rule
  /** Splits the stretch [start, start + length) of a credit over what becomes of it on its ledger, in order. */
  spread(data: GraphData, credit: number, start: number, length: number, visit: SpreadVisitor): void
  /** Where the stretch [start, start + length) of a debit came from on its ledger, in order: the same map reversed. */
  gather(data: GraphData, debit: number, start: number, length: number, visit: SpreadVisitor): void
}

/**
 * `row` is the debit that pays the stretch out, or the credit that brought it; `start` counts from that row's first
 * minor unit. -1 stands for no row: the money stays, or was there before the first row.
 */
export type SpreadVisitor = (row: number, start: number, length: number) => void
