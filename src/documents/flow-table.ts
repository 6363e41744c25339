import { tablesOf } from '../trace/trace-table.js'
import type { Trace, TracedTransfer } from '../trace/types.js'
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

/**
 * The table of how the money went (涉案资金流向表), which China's return rules ask for: every transfer at every level,
 * by the time that the bank's system recorded (银监发〔2016〕41号, art. 7). A row a traced transfer; level 1 is what the
 * victims paid. By level, then in the total order.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison'
 */
export function flowTable(trace: Trace, options: DocumentOptions = {}): DocumentTable<FlowRow> {
  const form = formOf(trace, options)
  const table = tableOf<FlowRow>(trace, form, ['涉案资金流向表', 'How the money went'], COLUMNS, [])
  table.rows = tablesOf(trace).transfers.map(rowOf)
  return table

  function rowOf({ id, level, time, from, to, amount, traced, shares }: TracedTransfer, at: number): FlowRow {
    const { precision, row, source } = trace.graph.transfer(id)
    return {
      number: at + 1,
      level,
      time: form.time(time, precision),
      ...partyOf(trace, from, 'fromHolder', 'fromInstitution'),
      from,
      ...partyOf(trace, to, 'toHolder', 'toInstitution'),
      to,
      amount,
      traced,
      victims: Object.entries(shares)
        .map(([claim, share]) => `${claim} ${share.toFixed(table.decimals)}`)
        .join('; '),
      transfer: id,
      source: sourceText(source, row),
    }
  }
}
