import { gb18030, POLICE } from '../../test/support/statement-files.js'
import { accountNumber, entriesOf } from './entries.js'
import { HOLDER_IDS, type Settled, toYuan } from './ledger.js'
import { csv, type WrittenFile } from './written.js'

const ACCOUNTS =
  '账户开户名称,开户人证件号码,交易卡号,交易账号,账号开户时间,账户余额,可用余额,币种,开户网点代码,开户网点,账户状态,钞汇标志名称,销户日期,账户类型,备注,账号开户银行,销户网点,最后交易时间'

/** 乙银行: its answer to the police, 交易明细信息 of 34 columns and 账户信息 beside it. GB18030, account by account. */
export function bankYi(ledger: readonly Settled[]): WrittenFile[] {
  const accounts = [...entriesOf(ledger, '乙银行').values()]
  const rows = accounts.flat().map((entry) =>
    cells(POLICE, {
      交易卡号: entry.own.id,
      交易账号: accountNumber(entry.own),
      账户开户名称: entry.own.holder,
      开户人证件号码: HOLDER_IDS[entry.own.holder] ?? '',
      交易时间: entry.time.replace(/\D/g, ''),
      交易金额: toYuan(entry.amount),
      交易余额: toYuan(entry.balance),
      收付标志: entry.direction === 'in' ? '进' : '出',
      交易对手账卡号: entry.counterparty.number,
      现金标志: entry.kind === 'cash' ? '01' : '00',
      对手户名: entry.counterparty.holder,
      对手开户银行: entry.counterparty.bank,
      摘要说明: entry.memo || '转账',
      交易币种: 'CNY',
      交易是否成功: entry.isFailed ? '01' : '00',
      交易流水号: entry.serial,
    }),
  )
  const list = accounts.map((entries) => {
    const { own, balance, time } = entries.at(-1)!
    return cells(ACCOUNTS, {
      账户开户名称: own.holder,
      开户人证件号码: HOLDER_IDS[own.holder] ?? '',
      交易卡号: own.id,
      交易账号: accountNumber(own),
      账户余额: toYuan(balance),
      可用余额: toYuan(balance),
      币种: 'CNY',
      账户状态: '正常',
      账号开户银行: '乙银行',
      最后交易时间: time.replace(/\D/g, ''),
    })
  })
  return [
    { name: '乙银行交易明细信息.csv', data: gb18030(csv([POLICE.split(','), ...rows])) },
    { name: '乙银行账户信息.csv', data: gb18030(csv([ACCOUNTS.split(','), ...list])) },
  ]
}

/** Every cell ends with a tab, as these files have it. */
function cells(header: string, given: Record<string, string>): string[] {
  return header.split(',').map((name) => `${given[name] ?? ''}\t`)
}
