/**
 * The case of the demo as files: a page, charts, tables as CSV and as a workbook, text, files for graph tools, and a record
 * of the trace that anybody can make once more.
 *
 *     npx tsx examples/case-report.ts [directory]
 *
 * Without a directory nothing is written.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildMoneyGraph, trace } from 'fundtrail'
import {
  hashInputs,
  renderMermaid,
  renderReport,
  renderSvg,
  renderText,
  reportTables,
  reportXlsx,
  tableCsv,
  traceGephiCsv,
  traceGexf,
  traceGraphml,
  traceI2Csv,
  traceNeo4j,
  traceToJson,
  verifyTrace,
} from 'fundtrail/report'
import { table } from './support/table.js'
import { readUrumqiCase } from './support/urumqi-case.js'

const FILES = new URL('../fixtures/urumqi-safe-account/files/', import.meta.url)

export async function run(print: (text: string) => void, directory?: string): Promise<void> {
  const { read, built, reported } = await readUrumqiCase()
  const { graph, problems } = built
  const result = trace(graph, { from: reported })

  const text = renderText(result, { lang: 'zh', width: 100, maskNumbers: true, maxRows: 3, problems })
  print(text.trimEnd())

  const tables = reportTables(result, { lang: 'zh', problems })
  const shape = tables.map(({ name, title, columns, rows }) => [name, title, `${columns.length}`, `${rows.length}`])
  print(`\n${table(['table', 'in Chinese', { figure: 'columns' }, { figure: 'rows' }], shape)}`)

  const names = readdirSync(FILES).sort()
  const inputs = await hashInputs(
    names.map((name) => ({ name, data: readFileSync(new URL(encodeURIComponent(name), FILES)) })),
  )
  const json = traceToJson(result, { inputs })
  print(`\nmade once more, the same bytes: ${verifyTrace(json, graph).same}`)
  const last = reported.at(-1)
  const changed = read.records.map((record) => (record.id === last ? { ...record, amount: '450000.01' } : record))
  const other = buildMoneyGraph(changed, { accounts: read.accounts, timeZone: 'Asia/Shanghai' }).graph
  const { differences, more } = verifyTrace(json, other, { limit: 3 })
  print(`with one cent more in ${last}:`)
  for (const { place, recorded, found } of differences) print(`  ${place}: ${recorded} on record, ${found} now`)
  print(`  … ${more} more`)

  if (directory === undefined) return
  const { nodes, edges } = traceGephiCsv(result)
  const neo4j = traceNeo4j(result)
  const files: Record<string, string | Uint8Array> = {
    'trace.json': json,
    'report.html': renderReport(result, { lang: 'zh', problems }),
    'report.txt': text,
    'report.xlsx': await reportXlsx(result, { lang: 'zh', problems }),
    'chart.svg': renderSvg(result, { lang: 'zh' }),
    'chart.mmd': renderMermaid(result, { lang: 'zh', maskNumbers: true }),
    'trace.gexf': traceGexf(result),
    'trace.graphml': traceGraphml(result),
    'gephi-nodes.csv': nodes,
    'gephi-edges.csv': edges,
    'i2.csv': traceI2Csv(result),
    'neo4j-accounts.csv': neo4j.accounts,
    'neo4j-transfers.csv': neo4j.transfers,
    'neo4j.cypher': neo4j.cypher,
  }
  for (const each of tables) files[`${each.name.toLowerCase()}.csv`] = tableCsv(each)
  mkdirSync(directory, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
  print(`\n${Object.keys(files).length} files in ${directory}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(console.log, process.argv[2])
