import { type Element, element, writeXml } from '../../documents/xml.js'
import type { Trace } from '../../index.js'
import { clean } from './clean.js'
import { EDGE_FIELDS, type Field, NODE_FIELDS, weightOf } from './fields.js'
import { partsOf } from './parts.js'

/**
 * What a trace touched as GEXF 1.3, the format of Gephi: a node an account, an edge a transfer with its traced amount as
 * the weight. Nodes have keys of their own; the id of the account is the label and the attribute `account`. What XML
 * cannot hold becomes U+FFFD, and white space one blank.
 */
export function traceGexf(trace: Trace): string {
  const { nodes, edges } = partsOf(trace)
  return writeXml(
    element(
      'gexf',
      [
        element(
          'graph',
          [
            attributesOf('node', NODE_FIELDS),
            attributesOf('edge', EDGE_FIELDS),
            element(
              'nodes',
              nodes.map((node) =>
                element('node', [values(NODE_FIELDS, node)], { id: node.key, label: clean(node.account) }),
              ),
            ),
            element(
              'edges',
              edges.map((edge) =>
                element('edge', [values(EDGE_FIELDS, edge)], {
                  id: edge.key,
                  source: edge.source,
                  target: edge.target,
                  weight: weightOf(edge),
                }),
              ),
            ),
          ],
          { mode: 'static', defaultedgetype: 'directed' },
        ),
      ],
      { xmlns: 'http://gexf.net/1.3', version: '1.3' },
    ),
  )
}

function attributesOf<Part>(group: 'node' | 'edge', fields: readonly Field<Part>[]): Element {
  return element(
    'attributes',
    fields.map(([title, type], at) => element('attribute', '', { id: String(at), title, type })),
    { class: group },
  )
}

function values<Part>(fields: readonly Field<Part>[], part: Part): Element {
  return element(
    'attvalues',
    fields.map(([, , read], at) => {
      const value = read(part)
      return value === undefined ? undefined : element('attvalue', '', { for: String(at), value: clean(value) })
    }),
  )
}
