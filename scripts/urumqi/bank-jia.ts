import { gb18030 } from '../../test/support/statement-files.js'
import { entriesOf } from './entries.js'
import { HOLDER_IDS, type Settled, toYuan } from './ledger.js'
import { csv, grouped, type WrittenFile } from './written.js'

const HEADER =
  '序号,卡号,户名,证件号码,交易日期,交易时间,收入金额,支出金额,余额,对方账号,对方户名,对方开户行,摘要,流水号,币种'

/**
 * 甲银行: what its counter prints. GB18030, newest first, the header in the fifth row, date and time apart, money in and
 * out in two columns with separators of thousands, a reversal as a negative amount in the column of what it undoes.
 */
export function bankJia(ledger: readonly Settled[]): WrittenFile {
  const entries = [...entriesOf(ledger, '甲银行').values()].flat()
  // Newest first, each account's rows in the reverse of their order.
  entries.reverse().sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
  const rows = entries.map((entry, at) => {
    const isIncome = (entry.direction === 'in') !== entry.undoes
    const amount = `${entry.undoes ? '-' : ''}${grouped(toYuan(entry.amount))}`
    const [date = '', time = ''] = entry.time.split(' ')
    return [
      String(at + 1),
      `${entry.own.id}\t`, // the tab keeps spreadsheets from taking it for a number
      entry.own.holder,
      HOLDER_IDS[entry.own.holder] ?? '',
      date.replaceAll('-', ''),
      time.replaceAll(':', ''),
      isIncome ? amount : '',
      isIncome ? '' : amount,
      grouped(toYuan(entry.balance)),
      entry.counterparty.number === '' ? '' : `${entry.counterparty.number}\t`,
      entry.counterparty.holder,
      entry.counterparty.bank,
      entry.memo,
      entry.serial,
      '人民币',
    ]
  })
  const head = [
    ['甲银行账户交易明细'],
    ['查询范围：本行全部涉案账户'],
    ['起始日期：2024-03-11', '截止日期：2024-03-13'],
    [],
    HEADER.split(','),
  ]
  return { name: '甲银行账户明细.csv', data: gb18030(csv([...head, ...rows, ['合计', `共${rows.length}笔`]])) }
}
