import { freezable } from '../freeze/freezable.js'
import type { Evidence, FreezableAccount } from '../freeze/types.js'
import { readInstant } from '../orders/read-order.js'
import { stopEnds } from '../orders/terms.js'
import type { Trace } from '../trace/types.js'
import type { TimeInput } from '../types.js'
import { CAUTION_WORDS } from './caution-words.js'
import { type Columns, formOf, partyOf, sourceText, tableOf } from './form.js'
import { bad, messageTime, stopMessage } from './stop-message.js'
import type { DocumentTable, StopListOptions, StopListRow, StopMessage } from './types.js'

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
 * as in `byInstitution` of the freeze list. Clearing accounts are not on it (银监发〔2014〕53号, arts. 21 and 22).
 *
 * Each row carries its `message` too: the fields of the platform's stop-payment message, with what `fields` adds.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison'
 */
export function stopList(trace: Trace, options: StopListOptions = {}): DocumentTable<StopListRow> {
  const form = formOf(trace, options)
  const { timeZone } = form
  const clock = options.at === undefined ? {} : clockOf(options.at)
  const { fields } = options
  if (fields !== undefined && typeof fields !== 'function') bad('fields', fields, 'a function of an account')
  const table = tableOf<StopListRow>(trace, form, ['止付冻结清单', 'Stop-payment and freeze list'], COLUMNS, [])
  table.rows = freezable(trace)
    .byInstitution.flatMap(({ accounts }) => accounts)
    .map(rowOf)
  return table

  function rowOf(listed: FreezableAccount, at: number): StopListRow {
    const { transfer, from, time, amount } = proofOf(listed)
    const { precision, row, source } = trace.graph.transfer(transfer)
    const content: Omit<StopListRow, 'message'> = {
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
      cautions: cautionsOf(listed),
    }
    return { ...content, message: stopMessage(messageOf(content), fields?.(listed, at + 1)) }
  }

  function cautionsOf({ cautions, frozenBy }: FreezableAccount): string {
    const words = cautions.map((caution) => {
      const word = form.word(CAUTION_WORDS[caution], caution)
      return caution === 'already-frozen' && frozenBy !== undefined ? `${word}: ${frozenBy}` : word
    })
    return words.join('; ')
  }

  /** What the columns with a field say, in the form of the message. */
  function messageOf(content: Omit<StopListRow, 'message'>): StopMessage {
    const { institution, holder, payerInstitution, payerHolder, from, expires, cautions } = content
    return {
      ...(payerInstitution !== undefined && { transferOutBankName: payerInstitution }),
      ...(payerHolder !== undefined && { transferOutAccountName: payerHolder }),
      transferOutAccountNumber: content.payer,
      currency: content.currency,
      transferAmount: content.amount.toFixed(table.decimals),
      transferTime: messageTime(content.time),
      ...(institution !== undefined && { bankName: institution }),
      ...(holder !== undefined && { accountName: holder }),
      accountNumber: content.account,
      ...(cautions !== '' && { remark: cautions }),
      ...(from !== undefined && { startTime: messageTime(from) }),
      ...(expires !== undefined && { expireTime: messageTime(expires) }),
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
