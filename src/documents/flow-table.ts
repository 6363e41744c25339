import { dataOf } from '../graph/money-graph.js'
import { groupBy } from '../group-by.js'
import { decimalMaker } from '../money.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace } from '../trace/types.js'
import { type Columns, formOf, partyOf, sourceText, tableOf } from './form.js'
import type { DocumentOptions, DocumentTable, FlowRow } from './types.js'

const COLUMNS: Columns<FlowRow> = [
  ['number', '序号', 'no.'],
  ['level', '级别', 'level'],
  ['time', '转账时间', 'time'],
  ['fromHolder', '转出户名', 'payer name'],
  ['from', '转出账号', 'payer'],
  ['fromInstitution', '转出银行', 'payer institution'],
  ['toHolder', '转入户名', 'payee name'],
  ['to', '转入账号', 'payee'],
  ['toInstitution', '转入银行', 'payee institution'],
  ['amount', '转账金额', 'amount'],
  ['traced', '其中涉案金额', 'traced'],
  ['victims', '被害人及金额', 'of whom'],
  ['transfer', '交易流水号', 'transfer'],
  ['source', '依据行号', 'source'],
]

/** The traced money of one transfer at one level, in minor units. */
interface Flow {
  row: number
  level: number
  byClaim: Map<number, number>
}

/**
 * The table of how the money went (涉案资金流向表), which China's return rules ask for: every transfer at every level,
 * by the time that the bank's system recorded (银监发〔2016〕41号, art. 7). A row a traced transfer and level; level 1 is
 * what the victims paid, whole. Where money of several levels met in one transfer it has a row for each, with the part of that
 * level, so that `traced` adds up and `amount` repeats. By level, then in the total order.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison'
 */
export function flowTable(trace: Trace, options: DocumentOptions = {}): DocumentTable<FlowRow> {
  const form = formOf(trace, options)
  const table = tableOf<FlowRow>(trace, form, ['涉案资金流向表', 'How the money went'], COLUMNS, [])
  const { moves, settled } = tablesOf(trace)
  const { rows } = dataOf(trace.graph)
  const money = decimalMaker(table.decimals)
  const reported = new Set(settled.claims.flatMap((claim) => claim.rows))
  table.rows = moves
    .flatMap(({ row, pieces }) =>
      [...groupBy(pieces, ({ level }) => (reported.has(row) ? 1 : level))].map(([level, those]): Flow => {
        const byClaim = new Map<number, number>()
        for (const { claim, length } of those) byClaim.set(claim, (byClaim.get(claim) ?? 0) + length)
        return { row, level, byClaim }
      }),
    )
    .sort((a, b) => a.level - b.level)
    .map(rowOf)
  return table

  function rowOf({ row, level, byClaim }: Flow, at: number): FlowRow {
    const { id, time, precision, from, to, amount, row: record, source } = trace.graph.transfer(rows.ids.at(row))
    const shares = [...byClaim].sort(([a], [b]) => a - b)
    return {
      number: at + 1,
      level,
      time: form.time(time, precision),
      ...partyOf(trace, from, 'fromHolder', 'fromInstitution'),
      from,
      ...partyOf(trace, to, 'toHolder', 'toInstitution'),
      to,
      amount,
      traced: money(shares.reduce((sum, [, share]) => sum + share, 0)),
      victims: shares
        .map(([claim, share]) => `${settled.claims[claim]!.id} ${money(share).toFixed(table.decimals)}`)
        .join('; '),
      transfer: id,
      source: sourceText(source, record),
    }
  }
}
