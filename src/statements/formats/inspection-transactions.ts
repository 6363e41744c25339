import { columnFormat } from './column-format.js'

/** The template of 38 columns, whose 借贷标志 may be the platform's codes: 0 is 借, 1 is 贷. */
export const inspectionTransactions = columnFormat({
  name: 'inspection-transactions',
  marks: ['反馈单位', '借贷标志', '交易对方账户'],
  columns: { card: '本方卡号 查询卡号', account: '本方账号 查询账户' },
  failed: new Set(['01', '否', 'N', 'F']),
  directions: { '0': 'out', '1': 'in' },
})
