import type { Trace } from '../../index.js'
import type { GraphCsv } from '../types.js'
import { csvLine } from './csv-line.js'
import { EDGE_FIELDS, NODE_FIELDS, weightOf } from './fields.js'
import { partsOf } from './parts.js'

/**
 * What a trace touched as two spreadsheets for Gephi's import: nodes with Id and Label, edges with Source, Target, Type
 * and Weight, and the fields of `traceGexf`. Ids are of the files' own, n0, n1 and so on; Label is the account.
 */
export function traceGephiCsv(trace: Trace): GraphCsv {
  const { nodes, edges } = partsOf(trace)
  const names = (fields: readonly (readonly [string, ...unknown[]])[]) => fields.map(([name]) => name)
  return {
    nodes: [
      csvLine(['Id', 'Label', ...names(NODE_FIELDS)]),
      ...nodes.map((node) => csvLine([node.key, node.account, ...NODE_FIELDS.map(([, , value]) => value(node))])),
    ].join(''),
    edges: [
      csvLine(['Source', 'Target', 'Type', 'Id', 'Weight', ...names(EDGE_FIELDS)]),
      ...edges.map((edge) =>
        csvLine([
          edge.source,
          edge.target,
          'Directed',
          edge.key,
          weightOf(edge),
          ...EDGE_FIELDS.map(([, , value]) => value(edge)),
        ]),
      ),
    ].join(''),
  }
}
