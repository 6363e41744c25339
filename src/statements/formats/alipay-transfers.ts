import { cleanCode } from '../cells.js'
import { readParty } from './alipay-party.js'
import { columnFormat } from './column-format.js'

/** 转账明细 of Alipay's answer: payer and payee in each row, whoever was asked about. */
export const alipayTransfers = columnFormat({
  name: 'alipay-transfers',
  marks: ['付款方支付宝账号', '收款方支付宝账号', '到账时间'],
  columns: {
    account: '付款方支付宝账号',
    counterparty: '收款方支付宝账号',
    date: '到账时间',
    amount: '转账金额',
    serial: '交易号',
    memo: '转账产品名称',
  },
  accountKind: 'payment',
  bothSides: true,
  currency: 'CNY',
  institution: '支付宝',
  adapt(movement, cell) {
    const payer = readParty(cell('付款方支付宝账号'))
    const payee = readParty(cell('收款方支付宝账号'))
    movement.account = payer.account
    movement.holder = payer.holder
    movement.counterparty = payee.account
    movement.counterHolder = payee.holder
    movement.counterBank = cell('收款机构信息') || '支付宝'
    movement.orders = cleanCode(cell('提现流水号'))
    if (movement.account !== '') return undefined
    return { fault: { code: 'missing-account', message: 'the row names no payer' } }
  },
})
