import type { TransferKind } from '../types.js'

export type Direction = 'in' | 'out'

const IN = new Set('进 入 收 贷 贷方 贷记 收入 转入 存入 流入 来账 入账 C CR 贷CR +'.split(' '))
const OUT = new Set('出 付 支 借 借方 借记 支出 付出 转出 支取 流出 往账 出账 D DR 借DR -'.split(' '))

/**
 * What a word says of the direction of money on the account of the statement: on a deposit account 借 is money out. A
 * bare 1 or 0 says nothing unless the format defines it.
 */
export function readDirection(code: string, codes?: Readonly<Record<string, Direction>>): Direction | undefined {
  const word = code.toUpperCase()
  const defined = codes?.[word]
  if (defined !== undefined) return defined
  const bare = word.replace(/^[01][-:]/, '').replace(/[()/]/g, '')
  if (IN.has(bare)) return 'in'
  return OUT.has(bare) ? 'out' : undefined
}

const CURRENCIES: Readonly<Record<string, string>> = {
  人民币: 'CNY',
  人民币元: 'CNY',
  元: 'CNY',
  RMB: 'CNY',
  '156': 'CNY',
  '01': 'CNY',
  '001': 'CNY',
  美元: 'USD',
  '840': 'USD',
  '014': 'USD',
  港币: 'HKD',
  港元: 'HKD',
  '344': 'HKD',
  '013': 'HKD',
  欧元: 'EUR',
  '978': 'EUR',
  '038': 'EUR',
  日元: 'JPY',
  '392': 'JPY',
  '027': 'JPY',
  英镑: 'GBP',
  '826': 'GBP',
  '012': 'GBP',
}

/** The code of a currency: by ISO 4217, its number there, the banks' own numbers, or its name. As it is if unknown. */
export function readCurrency(code: string): string {
  const word = code.toUpperCase()
  return (Object.hasOwn(CURRENCIES, word) ? CURRENCIES[word] : undefined) ?? word
}

const FAILED = new Set('失败 交易失败 不成功 未成功 FAIL FAILED'.split(' '))

/** Whether the column for success says that nothing moved: by words, and the format's own codes. */
export function isFailed(code: string, codes?: ReadonlySet<string>): boolean {
  if (code === '') return false
  const word = code.toUpperCase()
  return FAILED.has(word.replace(/^\d\d[-:]/, '')) || codes?.has(word) === true
}

const REVERSAL = /冲正|冲销|冲账|抹账|抹帐|撤销|撤消|退汇/
/** Whether a row undoes an earlier one, by its text. */
export function isReversal(text: string): boolean {
  return REVERSAL.test(text)
}

const CLEARING =
  /网联|银联|财付通|支付宝|备付金|待清算|过渡户|清算(?:资金|中心|专户)|支付.{0,20}公司|网银在线|NetsUnion|UnionPay|Alipay|Tenpay/i
const CLEARING_NUMBERS = new Set(['243300133', '215500690'])
/** In a summary, for want of a counterparty: names that no merchant or person has. 银联 is also the way of a purchase. */
const CLEARING_MEMO = /网联|财付通|支付宝|微信支付|微信零钱|备付金|待清算/

/**
 * Whether a counterparty only passes money on: a clearing house, a payment institution, or its customers' reserve. The
 * summary counts where a row names no counterparty at all.
 */
export function isClearing(holder: string, number: string, memo = ''): boolean {
  if (CLEARING_NUMBERS.has(number) || CLEARING.test(holder)) return true
  return holder === '' && number === '' && CLEARING_MEMO.test(memo)
}

/** The clearing account that a row means, by the name or the summary. */
export function clearingName(holder: string, memo: string): string {
  return holder !== '' ? holder : (CLEARING_MEMO.exec(memo)?.[0] ?? '')
}

const TENPAY = /财付通|微信|Tenpay|243300133/i
const ALIPAY = /支付宝|蚂蚁|Alipay|215500690/i
/** Whose orders pass through a clearing account; undefined where it may be anybody's. */
export function clearerOf(text: string): 'tenpay' | 'alipay' | undefined {
  if (TENPAY.test(text)) return 'tenpay'
  return ALIPAY.test(text) ? 'alipay' : undefined
}

const CASH = /现金|取现|存现|ATM取款|ATM存款|ATM取|ATM存|现取|现存|柜台取款|柜面取款/i
const FEE = /手续费|短信费|信使费|年费|工本费|账户管理费|汇款费|转账费/
const INTEREST = /结息|利息|付息|派息|个人活期结息/
const PURCHASE = /消费|\bPOS\b|购物/i

/** What a row is by its summary. A purchase through a clearing account is a transfer, for the money goes on from there. */
export function kindOf(memo: string, direction: Direction, isCash: boolean, passesOn: boolean): TransferKind {
  if (isCash || CASH.test(memo)) return 'cash'
  if (FEE.test(memo)) return 'fee'
  if (INTEREST.test(memo)) return direction === 'in' ? 'interest' : 'transfer'
  return direction === 'out' && PURCHASE.test(memo) && !passesOn ? 'purchase' : 'transfer'
}
