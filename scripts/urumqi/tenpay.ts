import { entriesOf } from './entries.js'
import type { Settled } from './ledger.js'
import type { WrittenFile } from './written.js'

const HEADER =
  '用户ID,交易单号,大单号,用户侧账号名称,借贷类型,交易业务类型,交易用途类型,交易时间,交易金额(分),账户余额(分),用户银行卡号,用户侧网银联单号,网联/银联,第三方账户名称,对手方ID,对手侧账户名称,对手方银行卡号,对手侧银行名称,对手侧网银联单号,网联/银联,基金公司信息,间联/非间联交易,第三方账户名称,对手方接收时间,对手方接收金额(分),备注1,备注2'

/** The payment institution: TenpayTrades.txt of 27 columns, UTF-8, amounts in fen, wallet by wallet. */
export function tenpay(ledger: readonly Settled[]): WrittenFile {
  const header = HEADER.split(',')
  const rows = [...entriesOf(ledger, '财付通').values()].flat().map((entry) => {
    const isBank = entry.other.kind === 'bank'
    const given: Record<string, string> = {
      用户ID: entry.own.id,
      交易单号: entry.serial,
      用户侧账号名称: entry.own.holder,
      借贷类型: entry.direction === 'in' ? '入' : '出',
      交易业务类型: isBank ? (entry.direction === 'in' ? '充值' : '提现') : '消费',
      交易用途类型: isBank ? '零钱' : '扫二维码付款',
      交易时间: entry.time,
      '交易金额(分)': String(entry.amount),
      '账户余额(分)': String(entry.balance),
      用户银行卡号: isBank ? entry.other.id : '',
      对手方ID: isBank ? '' : entry.other.id,
      对手侧账户名称: isBank ? '' : entry.other.holder,
    }
    return header.map((name) => given[name] ?? '')
  })
  const text = [header, ...rows].map((row) => `${row.join('\t')}\n`).join('')
  return { name: 'TenpayTrades.txt', data: new TextEncoder().encode(text) }
}
