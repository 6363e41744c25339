import writeExcelFile from 'write-excel-file/node'
import { entriesOf } from './entries.js'
import { HOLDER_IDS, type Settled, toYuan } from './ledger.js'
import { withoutTimes } from './without-times.js'
import type { WrittenFile } from './written.js'

const HEADER = '交易时间,账号,户名,证件号码,借贷标志,交易金额,账户余额,对方账号,对方户名,对方开户行,摘要,流水号'

type Cell = { value: string | number | Date; type: typeof String | typeof Number | typeof Date; format?: string } | null

/** 丙银行: a sheet with a title above the header, amounts as numbers and times as dates of the spreadsheet. */
export async function bankBing(ledger: readonly Settled[]): Promise<WrittenFile> {
  const entries = [...entriesOf(ledger, '丙银行').values()].flat()
  const rows = entries.map((entry): Cell[] => [
    { value: new Date(`${entry.time.replace(' ', 'T')}Z`), type: Date, format: 'yyyy-mm-dd hh:mm:ss' },
    text(entry.own.id),
    text(entry.own.holder),
    text(HOLDER_IDS[entry.own.holder] ?? ''),
    text(entry.direction === 'in' ? '贷' : '借'),
    number(entry.amount),
    number(entry.balance),
    text(entry.counterparty.number),
    text(entry.counterparty.holder),
    text(entry.counterparty.bank),
    text(entry.undoes ? '冲正' : entry.memo || '跨行转账'),
    text(entry.serial),
  ])
  const head: Cell[][] = [
    [text('丙银行账户流水')],
    [text('起始日期：2024-03-11 终止日期：2024-03-13')],
    HEADER.split(',').map(text),
  ]
  const data = await writeExcelFile([...head, ...rows], { sheet: '流水' }).toBuffer()
  return { name: '丙银行流水.xlsx', data: withoutTimes(new Uint8Array(data)) }
}

function text(value: string): Cell {
  return value === '' ? null : { value, type: String }
}

function number(fen: number): Cell {
  return { value: Number(toYuan(fen)), type: Number, format: '#,##0.00' }
}
