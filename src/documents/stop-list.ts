import { freezable } from '../freeze/freezable.js'
import type { Evidence, FreezableAccount } from '../freeze/types.js'
import { groupBy } from '../group-by.js'
import { readInstant } from '../orders/read-order.js'
import { stopEnds } from '../orders/terms.js'
import type { Trace } from '../trace/types.js'
import type { TimeInput } from '../types.js'
import { type Columns, formOf, partyOf, sourceText, tableOf } from './form.js'
import type { DocumentTable, StopListOptions, StopListRow } from './types.js'

const COLUMNS: Columns<StopListRow> = [
  ['number', '序号', 'no.'],
  ['institution', '银行/机构', 'institution', 'bankName'],
  ['holder', '户名', 'account name', 'accountName'],
  ['account', '账号', 'account', 'accountNumber'],
  ['payerInstitution', '转出银行', 'paying institution', 'transferOutBankName'],
  ['payerHolder', '转出户名', 'paying account name', 'transferOutAccountName'],
  ['payer', '转出账号', 'paying account', 'transferOutAccountNumber'],
  ['amount', '转出金额', 'amount', 'transferAmount'],
  ['time', '转出时间', 'time', 'transferTime'],
  ['currency', '币种', 'currency', 'currency'],
  ['request', '申请限额', 'limit asked for'],
  ['hold', '预计可冻', 'known to be there'],
  ['measure', '方式', 'measure'],
  ['evidence', '入账笔数', 'traced credits'],
  ['transfer', '交易流水号', 'transfer'],
  ['source', '依据行号', 'source'],
  ['from', '起始时间', 'from', 'startTime'],
  ['expires', '截止时间', 'until', 'expireTime'],
  ['cautions', '备注', 'remark', 'remark'],
]

/**
 * The list of accounts to stop now, by institution (止付冻结清单): a row an account of the freeze list, each with the
 * transfer that a bank compares before it acts, 户名、账号、汇款金额、交易时间 (银发〔2016〕86号, §2(1)2). Institutions come
 * in the order of their largest account. Clearing accounts are not on it (银监发〔2014〕53号, arts. 21 and 22).
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison'
 */
export function stopList(trace: Trace, options: StopListOptions = {}): DocumentTable<StopListRow> {
  const form = formOf(trace, options)
  const { timeZone } = form
  const clock = options.at === undefined ? {} : clockOf(options.at)
  const byInstitution = groupBy(freezable(trace).accounts, ({ institution }) => institution)
  const rows = [...byInstitution.values()].flat().map(rowOf)
  return tableOf(trace, form, ['止付冻结清单', 'Stop-payment and freeze list'], COLUMNS, rows)

  function rowOf(listed: FreezableAccount, at: number): StopListRow {
    const { transfer, from, time, amount } = proofOf(listed)
    const { precision, row, source } = trace.graph.transfer(transfer)
    return {
      number: at + 1,
      ...partyOf(trace, listed.account, 'holder', 'institution'),
      account: listed.account,
      transfer,
      ...partyOf(trace, from, 'payerHolder', 'payerInstitution'),
      payer: from,
      amount,
      time: form.time(time, precision),
      currency: trace.currency,
      request: listed.request,
      hold: listed.hold,
      measure:
        listed.confidence === 'statement' ? form.word('限额冻结', 'limit') : form.word('只收不付', 'receive only'),
      evidence: listed.evidence.length,
      source: sourceText(source, row),
      ...clock,
      cautions: listed.cautions.join('; '),
    }
  }

  function clockOf(at: TimeInput): { from: string; expires: string } {
    const from = readInstant('at', at, timeZone)
    return { from: form.time(from), expires: form.time(new Date(stopEnds(from.getTime()))) }
  }
}

/** The credit with the most traced money; of equals the first. */
function proofOf({ evidence }: FreezableAccount): Evidence {
  return evidence.reduce((best, each) => (each.traced.gt(best.traced) ? each : best))
}
