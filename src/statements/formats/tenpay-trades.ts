import { cleanAccount, cleanCode } from '../cells.js'
import { columnFormat } from './column-format.js'

/** Numbers under which the order stands elsewhere; the row's own is 交易单号. */
const ORDERS = ['大单号', '用户侧网银联单号', '对手侧网银联单号']

/**
 * TenpayTrades.txt of WeChat's answer to the police, in both forms of 26 and 27 columns: amounts in hundredths. Two of
 * its names stand twice (网联/银联, 第三方账户名称); no field is read from these.
 */
export const tenpayTrades = columnFormat({
  name: 'tenpay-trades',
  marks: ['用户ID', '借贷类型', '对手方ID'],
  columns: {
    account: '用户ID',
    card: null,
    holder: '用户侧账号名称',
    institution: null,
    serial: '交易单号',
    counterparty: '对手方ID',
    counterCard: null,
    counterHolder: '对手侧账户名称',
    counterBank: '对手侧银行名称',
    memo: '交易用途类型',
    type: '交易业务类型',
    note: '备注1',
  },
  accountKind: 'payment',
  inCents: true,
  currency: 'CNY',
  institution: '财付通',
  adapt(movement, cell) {
    movement.orders = ORDERS.map((name) => cleanCode(cell(name)))
      .filter((order) => order !== '')
      .join(' ')
    if (movement.counterparty !== '') movement.counterKind = 'payment'
    // A withdrawal or a deposit is between the wallet and a card, the user's own if no other is named.
    movement.counterparty ||= cleanAccount(cell('对手方银行卡号'))
    const card = cleanAccount(cell('用户银行卡号'))
    if (!/提现|充值/.test(movement.memo)) movement.paidFrom = card
    else if (movement.counterparty === '') movement.counterparty = card
    if (movement.counterKind === 'payment') movement.counterBank = '财付通'
    return undefined
  },
})
