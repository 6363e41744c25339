/** Files for graph tools: what they hold is what the trace holds, whatever the names are. */
import { parse } from 'csv-parse/sync'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { trace } from 'fundtrail'
import { traceGephiCsv, traceGexf, traceGraphml, traceI2Csv, traceNeo4j } from 'fundtrail/report'
import { describe, expect, test } from 'vitest'
import { HOSTILE, hostileTrace, wellFormed } from '../support/hostile-case.js'
import { urumqi } from '../support/urumqi-case.js'

const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })
const hostile = hostileTrace()
const TRACES = [caseTrace, hostile]

type Item = Record<string, string> & { data?: { key: string; '#text'?: string }[]; attvalues: { attvalue: Item[] } }
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  isArray: (name) => ['node', 'edge', 'attvalue', 'data'].includes(name),
})

/** A text as XML can hold it. */
function inXml(text: string): string {
  const allowed = wellFormed(text).replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
  return allowed.replace(/\s+/g, ' ').trim()
}

describe('GEXF and GraphML', () => {
  test.each([
    ['GEXF', traceGexf],
    ['GraphML', traceGraphml],
  ])('%s is well-formed XML with every account and transfer', (format, write) => {
    for (const each of TRACES) {
      const xml = write(each)
      expect(XMLValidator.validate(xml)).toBe(true)
      const parsed = parser.parse(xml)
      const graph = format === 'GEXF' ? parsed.gexf.graph : parsed.graphml.graph
      const nodes: Item[] = format === 'GEXF' ? graph.nodes.node : graph.node
      const edges: Item[] = format === 'GEXF' ? graph.edges.edge : graph.edge
      const name = (item: Item) => (format === 'GEXF' ? item['label'] : (item.data![0]!['#text'] ?? ''))
      expect(nodes.map(name)).toEqual(each.accounts.map(({ id }) => inXml(id)))
      const accountOf = new Map(nodes.map((node, at) => [node['id'], each.accounts[at]!.id]))
      expect(edges.map(({ source, target }) => [accountOf.get(source), accountOf.get(target)])).toEqual(
        each.transfers.map(({ from, to }) => [from, to]),
      )
      const traced = edges.map((edge) =>
        format === 'GEXF'
          ? edge.attvalues.attvalue.at(-1)!['value']
          : edge.data!.find(({ key }) => key === 'edge-traced')!['#text'],
      )
      expect(traced).toEqual(each.transfers.map((transfer) => transfer.traced.toFixed()))
    }
  })
})

describe('CSV for tools', () => {
  const rowsOf = (csv: string): string[][] => parse(csv, { record_delimiter: '\r\n' })

  test('Gephi: nodes and edges by keys of their own', () => {
    for (const each of TRACES) {
      const { nodes, edges } = traceGephiCsv(each)
      const [nodeHead, ...nodeRows] = rowsOf(nodes)
      const [edgeHead, ...edgeRows] = rowsOf(edges)
      expect(nodeHead!.slice(0, 3)).toEqual(['Id', 'Label', 'account'])
      expect(edgeHead!.slice(0, 5)).toEqual(['Source', 'Target', 'Type', 'Id', 'Weight'])
      expect(nodeRows.map((row) => row[1])).toEqual(each.accounts.map(({ id }) => wellFormed(id)))
      const keys = new Set(nodeRows.map((row) => row[0]))
      expect(keys.size).toBe(each.accounts.length)
      expect(edgeRows.filter(([from, to]) => !keys.has(from!) || !keys.has(to!))).toEqual([])
      expect(edgeRows.map((row) => row[4])).toEqual(each.transfers.map(({ traced }) => String(traced.toNumber())))
    }
  })

  test('i2: a row a transfer, with both its ends and its local time', () => {
    const [head, first] = rowsOf(traceI2Csv(caseTrace))
    expect(Object.fromEntries(head!.map((name, at) => [name, first![at]]))).toMatchObject({
      'From account': '6222000000000000011',
      'To holder': '张某',
      Date: '2024-03-12',
      Time: '10:03:21',
      Amount: '500000',
      Traced: '500000',
      Currency: 'CNY',
    })
    expect(
      rowsOf(traceI2Csv(hostile))
        .slice(1)
        .map((row) => row[4]),
    ).toEqual(HOSTILE.map((name) => wellFormed(name)))
    expect(() => traceI2Csv(caseTrace, { timeZone: 'nowhere' })).toThrow('timeZone is "nowhere"')
    expect(() => traceI2Csv(caseTrace, null as never)).toThrow('the options are null; they must be an object')
  })

  test('Neo4j: every row has the columns of its head', () => {
    for (const each of TRACES) {
      const { accounts, transfers } = traceNeo4j(each)
      expect(
        rowsOf(accounts)
          .slice(1)
          .map((row) => row[1]),
      ).toEqual(each.accounts.map(({ id }) => wellFormed(id)))
      expect(rowsOf(transfers)).toHaveLength(each.transfers.length + 1)
      expect(transfers.split('\r\n')[0]).toBe(
        ':START_ID,transfer,time,level:int,amount,traced,weight:double,:END_ID,:TYPE',
      )
    }
  })
})

describe('a script of Cypher', () => {
  /** What is left of a script without the texts in it, and the texts; as strictly as any version reads them. */
  function partsOf(script: string): { code: string; texts: string[] } {
    const texts: string[] = []
    const code = script.replace(/'((?:[^'"\\\n\r]|\\['"\\nrt])*)'/g, (_, inside: string) => {
      texts.push(inside)
      return '?'
    })
    return { code, texts }
  }

  test('has no value outside a text, and no text ends early', () => {
    for (const each of TRACES) {
      const { code } = partsOf(traceNeo4j(each).cypher)
      expect(code).not.toMatch(/["'\\`]|DELETE|script|\P{ASCII}/u)
      const rows = code.split('\n').filter((line) => line.startsWith('  {'))
      expect(rows).toHaveLength(each.accounts.length + each.transfers.length)
      const value = '(?:\\?(?: \\+ \\?)*|-?[\\d.e+-]+)'
      const map = `\\{(?:\\w+: ${value}(?:, )?)*\\}`
      const row = new RegExp(`^  (?:${map}|\\{ends: ${map}, values: ${map}\\}),?$`)
      expect(rows.filter((line) => !row.test(line))).toEqual([])
    }
  })

  test('nothing follows a backslash that a version could read as an escape of its own', () => {
    const { texts } = partsOf(traceNeo4j(hostile).cypher)
    expect(texts.filter((text) => /\\u/i.test(text))).toEqual([])
  })

  test('a large trace comes in several statements', () => {
    expect(traceNeo4j(caseTrace).cypher.match(/^UNWIND/gm)).toHaveLength(2)
    expect(traceNeo4j(caseTrace).cypher).toContain('SET a += row;\n')
  })
})
