import { entriesOf } from './entries.js'
import { HOLDER_IDS, type Settled, toYuan } from './ledger.js'
import { csv, type WrittenFile } from './written.js'

const HEADER = '日期,时间,资金账号,客户姓名,证件号码,业务名称,发生金额,资金余额,币种,银行名称,银行账号,流水号'

/** 戊证券: 银证转账 of its three customers, UTF-8 with a byte order mark, the period above the header. */
export function broker(ledger: readonly Settled[]): WrittenFile {
  const rows = [...entriesOf(ledger, '戊证券').values()].flat().map((entry) => {
    const [date = '', time = ''] = entry.time.split(' ')
    const { number, bank } = entry.counterparty
    return [
      date.replaceAll('-', '/'),
      time,
      entry.own.id,
      entry.own.holder,
      HOLDER_IDS[entry.own.holder] ?? '',
      entry.direction === 'in' ? '银行转证券' : '证券转银行',
      toYuan(entry.amount),
      toYuan(entry.balance),
      '人民币',
      bank,
      number,
      entry.serial,
    ]
  })
  const head = [['戊证券 银证转账流水'], ['起始日期：20240311', '终止日期：20240313'], HEADER.split(',')]
  return { name: '戊证券银证转账.csv', data: new TextEncoder().encode(`\ufeff${csv([...head, ...rows])}`) }
}
