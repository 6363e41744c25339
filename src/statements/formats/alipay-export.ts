import { columnFormat } from './column-format.js'

/** What a user of Alipay saves from the app. Rows that count neither as income nor as spending have no direction. */
export const alipayExport = columnFormat({
  name: 'alipay-export',
  marks: ['交易分类', '收/付款方式', '收/支'],
  columns: {
    counterHolder: '交易对方',
    counterparty: '对方账号',
    memo: '商品说明',
    type: '交易分类',
    serial: '交易订单号',
  },
  failed: new Set(['交易关闭', '已关闭']),
  accountKind: 'payment',
  currency: 'CNY',
  institution: '支付宝',
  adapt(movement, cell) {
    if (movement.direction !== undefined) return undefined
    if (/退款成功/.test(cell('交易状态'))) {
      movement.direction = 'in'
      return undefined
    }
    const message = `${cell('交易分类')} (${cell('收/支')}) of ${movement.amount} does not say whether the money came or went`
    return { nothing: { code: 'no-direction', message } }
  },
})
