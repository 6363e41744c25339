/** What a column of a statement holds. */
export type Field =
  | 'card'
  | 'account'
  | 'holder'
  | 'holderId'
  | 'institution'
  | 'date'
  | 'clock'
  | 'otherDate'
  | 'amount'
  | 'credit'
  | 'debit'
  | 'balance'
  | 'direction'
  | 'currency'
  | 'counterparty'
  | 'counterCard'
  | 'counterHolder'
  | 'counterId'
  | 'counterBank'
  | 'cash'
  | 'status'
  | 'serial'
  | 'order'
  | 'memo'
  | 'note'
  | 'type'
  | 'reason'

/** The names under which banks' files carry each field, the more telling first. */
export const COLUMN_NAMES: Readonly<Record<Field, string>> = {
  card: '交易卡号 查询卡号 本方卡号 借记卡号 卡号 账卡号 银行卡号',
  account: '交易账号 查询账号 查询帐号 查询账户 本方账号 本方帐号 账号 帐号 账户账号 账户',
  holder: '账户开户名称 交易户名 交易方户名 本方户名 户名 账户名称 客户名称 查询对象',
  holderId: '开户人证件号码 交易证件号码 本方证件号码 证件号码',
  institution: '交易方开户行 账号开户银行 本方开户行 反馈单位 开户银行',
  date: '交易日期 交易发生日期 发生日期 日期 记账日期 记账日 入账日期 账务日期 交易时间 交易发生时间 发生时间 入账时间 记账时间 时间',
  clock: '交易时间 交易发生时间 记账时间 时间',
  otherDate: '',
  amount: '交易金额 发生额 金额 交易金额折人民币 交易额',
  credit: '记账金额(收入) 贷方金额 收入金额 存入金额 贷方发生额 转入金额 收入金额(+) 交易金额(收入) 收入 存入 贷方',
  debit:
    '记账金额(支出) 借方金额 支出金额 取出金额 支取金额 借方发生额 转出金额 支出金额(-) 交易金额(支出) 支出 支取 取出 借方',
  balance: '交易余额 余额 账户余额 本次余额 联机余额 可用余额',
  direction:
    '收付标志 借贷标志 借贷方向 进出标志 资金收付标识 收/支 交易方向(D:借|C:贷) 交易方向 借贷 借贷类型 出入账标识',
  currency: '交易币种 币种 币别 记账币种 货币',
  counterparty:
    '交易对手账卡号 交易对方账卡号 交易对方帐卡号 交易对方账户 交易对方账号 对方账号 对方账户 对方卡号/账号 对手账号 对方帐号 对方账号卡号 交易对手账号 对方卡号',
  counterCard: '交易对方卡号',
  counterHolder:
    '对手户名 交易对方姓名 交易对方名称 交易对方户名 对方户名 对方账户名 对方客户名称 对方账号姓名 交易对手名称 对方名称',
  counterId: '对手身份证号 交易对方证件号码 对方证件号码',
  counterBank: '对手开户银行 交易对方账号开户行 对方开户行 对方银行',
  cash: '现金标志',
  status: '交易是否成功 交易结果 交易状态 成功标志 当前状态',
  serial: '交易流水号 流水号 业务流水号 日志号',
  order: '商户流水号 商户订单号 商家订单号 商户单号 订单号 网联流水号 网银联单号 银联流水号',
  memo: '摘要说明 交易摘要 摘要 交易名称 用途 附言 交易附言 客户摘要',
  note: '备注 附言',
  type: '交易类型',
  reason: '查询反馈结果原因',
}
