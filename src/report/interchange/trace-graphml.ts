import { type Element, element, writeXml } from '../../documents/xml.js'
import type { Trace } from '../../index.js'
import { clean } from './clean.js'
import { EDGE_FIELDS, type Field, type FieldType, NODE_FIELDS, weightOf } from './fields.js'
import { type Edge, partsOf } from './parts.js'

const TYPES: Readonly<Record<FieldType, string>> = { string: 'string', integer: 'int', double: 'double' }
const FIELDS_OF_EDGES: readonly Field<Edge>[] = [...EDGE_FIELDS, ['weight', 'double', weightOf]]

/**
 * What a trace touched as GraphML, which yEd, Cytoscape, NetworkX and igraph read: a node an account, an edge a transfer,
 * with the fields of `traceGexf`. Texts are treated as there.
 */
export function traceGraphml(trace: Trace): string {
  const { nodes, edges } = partsOf(trace)
  return writeXml(
    element(
      'graphml',
      [
        ...keysOf('node', NODE_FIELDS),
        ...keysOf('edge', FIELDS_OF_EDGES),
        element(
          'graph',
          [
            ...nodes.map((node) => element('node', data('node', NODE_FIELDS, node), { id: node.key })),
            ...edges.map((edge) => {
              const { key, source, target } = edge
              return element('edge', data('edge', FIELDS_OF_EDGES, edge), { id: key, source, target })
            }),
          ],
          { id: 'trace', edgedefault: 'directed' },
        ),
      ],
      { xmlns: 'http://graphml.graphdrawing.org/xmlns' },
    ),
  )
}

function keysOf<Part>(group: 'node' | 'edge', fields: readonly Field<Part>[]): Element[] {
  return fields.map(([name, type]) =>
    element('key', '', { id: `${group}-${name}`, for: group, 'attr.name': name, 'attr.type': TYPES[type] }),
  )
}

function data<Part>(group: 'node' | 'edge', fields: readonly Field<Part>[], part: Part): (Element | undefined)[] {
  return fields.map(([name, , read]) => {
    const value = read(part)
    return value === undefined ? undefined : element('data', clean(value), { key: `${group}-${name}` })
  })
}
