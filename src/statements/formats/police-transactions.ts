import { columnFormat } from './column-format.js'

/** 交易明细信息 of a bank's answer to the police, both variants of 34 columns. */
export const policeTransactions = columnFormat({
  name: 'police-transactions',
  // 交易是否成功: 00 or 01, whose meaning the interface between banks and police fixes; some banks write 否 or F.
  failed: new Set(['01', '否', 'N', 'F']),
  marks: ['交易卡号', '交易账号', '收付标志', '交易对手账卡号'],
})
