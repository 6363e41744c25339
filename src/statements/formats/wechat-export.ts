import { columnFormat } from './column-format.js'

/** What a user of WeChat saves from the app. Of the rows without a direction only withdrawals and deposits have one. */
export const wechatExport = columnFormat({
  name: 'wechat-export',
  marks: ['当前状态', '收/支', '商户单号'],
  columns: { counterHolder: '交易对方', memo: '商品', type: '交易类型', serial: '交易单号' },
  failed: new Set(['已关闭', '支付失败', '对方已退还', '已撤销']),
  accountKind: 'payment',
  currency: 'CNY',
  institution: '财付通',
  adapt(movement, cell) {
    if (movement.direction !== undefined) return undefined
    const type = cell('交易类型')
    if (/^零钱提现|^信用卡还款/.test(type)) movement.direction = 'out'
    else if (/^零钱充值/.test(type)) movement.direction = 'in'
    else {
      const message = `${type} of ${movement.amount} does not say whether the money came or went`
      return { nothing: { code: 'no-direction', message } }
    }
    movement.counterBank = cell('支付方式')
    return undefined
  },
})
