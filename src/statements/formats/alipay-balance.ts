import { readParty } from './alipay-party.js'
import { columnFormat } from './column-format.js'

/** 余额明细 of Alipay's answer: every change of the wallet's balance, and the balance after it. */
export const alipayBalance = columnFormat({
  name: 'alipay-balance',
  marks: ['收入金额(+)', '支出金额(-)', '业务类型'],
  columns: {
    account: '账户',
    counterparty: '对方帐户 对方账户',
    date: '交易发生日期',
    serial: '交易订单号/外部流水号',
    memo: '业务类型',
    counterBank: '银行名称',
  },
  accountKind: 'payment',
  currency: 'CNY',
  institution: '支付宝',
  adapt(movement, cell) {
    const user = readParty(cell('账户'))
    const other = readParty(cell('对方帐户') || cell('对方账户'))
    if (user.account !== '') movement.account = user.account
    movement.holder ||= user.holder
    movement.counterparty = other.account
    movement.counterHolder = other.holder
    movement.counterBank ||= other.bank
    if (other.account !== '' && movement.counterBank === '') {
      movement.counterKind = 'payment'
      movement.counterBank = '支付宝'
    }
    // One cell for both: order number, then the bank's serial number.
    movement.orders = movement.serial.split('/').join(' ')
    return undefined
  },
})
