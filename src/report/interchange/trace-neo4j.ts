import type { Trace } from '../../index.js'
import type { Neo4jFiles } from '../types.js'
import { csvLine } from './csv-line.js'
import { cypherMap } from './cypher-map.js'
import { EDGE_FIELDS, type FieldType, NODE_FIELDS, weightOf } from './fields.js'
import { partsOf } from './parts.js'

const TYPES: Readonly<Record<FieldType, string>> = { string: '', integer: ':int', double: ':double' }
/** Rows of one statement: a transaction that any server takes. */
const BATCH = 500

/**
 * What a trace touched for Neo4j, twice. `accounts` and `transfers` are the files of `neo4j-admin database import full
 * --multiline-fields=true --nodes=accounts.csv --relationships=transfers.csv`; `cypher` is a script for cypher-shell
 * that carries its values itself and can be run again: accounts are merged by `account`, transfers by `transfer`.
 * (Account)-[TRANSFER]->(Account), with the fields of `traceGexf`, and `weight` of a transfer.
 */
export function traceNeo4j(trace: Trace): Neo4jFiles {
  const { nodes, edges } = partsOf(trace)
  const column = ([name, type]: readonly [string, FieldType, unknown]) => `${name}${TYPES[type]}`
  return {
    accounts: [
      csvLine([':ID', ...NODE_FIELDS.map(column), ':LABEL']),
      ...nodes.map((node) => csvLine([node.key, ...NODE_FIELDS.map(([, , value]) => value(node)), 'Account'])),
    ].join(''),
    transfers: [
      csvLine([':START_ID', ...EDGE_FIELDS.map(column), 'weight:double', ':END_ID', ':TYPE']),
      ...edges.map((edge) =>
        csvLine([
          edge.source,
          ...EDGE_FIELDS.map(([, , value]) => value(edge)),
          weightOf(edge),
          edge.target,
          'TRANSFER',
        ]),
      ),
    ].join(''),
    cypher: [
      'CREATE CONSTRAINT account_id IF NOT EXISTS FOR (a:Account) REQUIRE a.account IS UNIQUE;\n',
      ...statements(
        nodes.map((node) => cypherMap(NODE_FIELDS.map(([name, type, value]) => [name, type, value(node)]))),
        'MERGE (a:Account {account: row.account}) SET a += row',
      ),
      ...statements(
        edges.map((edge) => {
          const fields = EDGE_FIELDS.map(([name, type, value]) => [name, type, value(edge)] as const)
          const ends = [
            ['from', 'string', edge.from],
            ['to', 'string', edge.to],
          ] as const
          return `{ends: ${cypherMap(ends)}, values: ${cypherMap([...fields, ['weight', 'double', weightOf(edge)]])}}`
        }),
        'MATCH (a:Account {account: row.ends.from}), (b:Account {account: row.ends.to})\n' +
          'MERGE (a)-[t:TRANSFER {transfer: row.values.transfer}]->(b) SET t += row.values',
      ),
    ].join(''),
  }
}

function statements(rows: string[], action: string): string[] {
  const result: string[] = []
  for (let at = 0; at < rows.length; at += BATCH) {
    result.push(`UNWIND [\n  ${rows.slice(at, at + BATCH).join(',\n  ')}\n] AS row\n${action};\n`)
  }
  return result
}
