import { cleanCode } from '../cells.js'
import { readParty } from './alipay-party.js'
import { columnFormat } from './column-format.js'

/** 账户明细 of Alipay's answer: the trades of one user, without balances. */
export const alipayTrades = columnFormat({
  name: 'alipay-trades',
  marks: ['用户信息', '交易对方信息', '收/支'],
  columns: {
    account: '用户信息',
    counterparty: '交易对方信息',
    date: '付款时间',
    otherDate: '交易创建时间',
    serial: '交易号',
    memo: '消费名称',
    type: '类型',
  },
  failed: new Set(['交易关闭', '已关闭', '已撤销']),
  accountKind: 'payment',
  currency: 'CNY',
  institution: '支付宝',
  adapt(movement, cell) {
    const user = readParty(cell('用户信息'))
    const other = readParty(cell('交易对方信息'))
    movement.account = user.account
    movement.holder = user.holder
    movement.counterparty = other.account
    movement.counterHolder = other.holder
    movement.counterBank = other.bank || (other.account === '' ? '' : '支付宝')
    if (other.account !== '' && other.bank === '') movement.counterKind = 'payment'
    movement.orders = [movement.orders, cleanCode(cell('充值流水号'))].filter((order) => order !== '').join(' ')
    return undefined
  },
})
