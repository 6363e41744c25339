import { columnFormat } from './column-format.js'

/**
 * 银证转账: what a broker's customer moved between a bank account and the money account of the securities, both of which
 * are the customer's own.
 */
export const brokerTransfers = columnFormat({
  name: 'broker-transfers',
  marks: ['资金账号'],
  columns: {
    account: '资金账号',
    card: null,
    holder: '客户姓名 客户名称 户名',
    amount: '发生金额 转账金额 金额',
    balance: '资金余额 可用资金 余额',
    direction: '业务名称 业务类型 业务标志 转账方向',
    counterparty: '银行账号 银行卡号 银行帐号',
    counterCard: null,
    counterBank: '银行名称',
  },
  accountKind: 'securities',
  directions: {
    银行转证券: 'in',
    银行转存: 'in',
    银证转入: 'in',
    证券转银行: 'out',
    证券转取: 'out',
    银证转出: 'out',
  },
  adapt(movement) {
    if (movement.counterparty !== '') movement.counterHolder ||= movement.holder
    return undefined
  },
})
