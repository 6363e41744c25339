/**
 * The papers of the "safe account" case: whom to stop, how the money went, what each victim gets back, and the recalls of
 * what the victim paid.
 *
 *     npx tsx examples/case-papers.ts
 */
import { fileURLToPath } from 'node:url'
import {
  type DocumentTable,
  documentCells,
  flowTable,
  recallMessages,
  restitutionTable,
  stopList,
  trace,
} from 'fundtrail'
import { table } from './support/table.js'
import { readUrumqiCase } from './support/urumqi-case.js'

export async function run(print: (text: string) => void): Promise<void> {
  const { built, reported } = await readUrumqiCase()
  const result = trace(built.graph, { from: reported })

  paper(
    stopList(result, { at: '2024-03-13 20:30' }),
    ['序号', '银行/机构', '户名', '账号', '转出账号', '转出金额', '转出时间', '申请限额', '方式', '截止时间'],
    print,
  )
  paper(flowTable(result), ['序号', '级别', '转账时间', '转出账号', '转入账号', '转账金额', '其中涉案金额'], print, 6)
  paper(
    restitutionTable(result, 'SEC-0000000101', { frozen: '800000.00' }),
    ['序号', '冻结账户', '冻结金额', '被害人', '汇入金额', '溯源方式', '比例', '应返还金额', '余留冻结'],
    print,
  )

  print('\nRecalls (camt.056, reason FRAD)')
  for (const { id, transfer, amount, xml, notes } of recallMessages(result, { created: '2024-03-13 20:30' })) {
    print(`  ${id}  ${transfer}  ${amount.toFixed(2)}  ${xml.split('\n').length} lines, ${notes.length} notes`)
  }
}

/** Some columns of a document, and where they are many its first rows. */
function paper<Row extends object>(
  document: DocumentTable<Row>,
  headers: string[],
  print: (text: string) => void,
  most = 100,
): void {
  const [head = [], ...rows] = documentCells(document)
  const places = headers.map((header) => head.indexOf(header))
  print(`\n${document.title}`)
  print(
    table(
      headers.map((header) => (header.endsWith('额') ? { figure: header } : header)),
      rows.slice(0, most).map((row) => places.map((at) => row[at] ?? '')),
    ),
  )
  if (rows.length > most) print(`  … ${rows.length - most} more`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(console.log)
