/**
 * A bank's answer of any length: 交易明细信息 in its 34 columns, about 200 bytes of UTF-8 a row. Accounts whose rows are
 * in the file also pay each other, so some transfers stand in it twice, once from either side.
 */
import { random } from './generator.js'

const HEADER =
  '交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易网点代码,交易发生地,交易是否成功,传票号,终端号,IP地址,MAC地址,对手交易余额,交易流水号,日志号,凭证种类,凭证号,交易柜员号,商户名称,商户号,备注,交易类型,查询反馈结果原因'

export interface BankFileOptions {
  rows: number
  seed: number
  /** Every cell that is not empty in quotes. */
  isQuoted?: boolean
}

const OWN_ACCOUNTS = 1_000
const OTHER_ACCOUNTS = 20_000
/** Share of the transfers between two accounts of the file. */
const INSIDE = 0.05
const BANKS = ['甲银行股份有限公司', '乙银行股份有限公司', '丙银行股份有限公司城东支行', '']
const MEMOS = ['转账', '网银转账', '跨行转账', '快捷支付', '', '往来款', '消费']

/** The lines of a file with so many rows, header first, in pieces of some hundred lines. */
export function* bankFile({ rows, seed, isQuoted = false }: BankFileOptions): Generator<string> {
  const next = random(seed)
  const pick = (count: number) => Math.floor(next() * count)
  const balances = new Float64Array(OWN_ACCOUNTS).fill(1e9)
  let seconds = Date.UTC(2025, 0, 1) / 1000
  let serial = 0
  let lines = [HEADER]
  const write = (own: number, direction: '进' | '出', cents: number, other: string, name: string, bank: string) => {
    balances[own] = (balances[own] as number) + (direction === '进' ? cents : -cents)
    const time = new Date(seconds * 1000).toISOString().replace(/[-:T]|\..*/g, '')
    serial++
    const memo = MEMOS[serial % MEMOS.length]
    const line =
      `${card(own)},${account(own)},${person(own)},,${time},${money(cents)},${money(balances[own] as number)},${direction},` +
      `${other},,${name},,${bank},${memo},人民币,城东支行,0${own % 100},,00,,,,,,${time}${String(serial).padStart(8, '0')},,,,,,,,,`
    lines.push(isQuoted ? line.replace(/[^,]+/g, '"$&"') : line)
  }
  for (let row = 0; row < rows; ) {
    if (lines.length > 500) {
      yield `${lines.join('\r\n')}\r\n`
      lines = []
    }
    seconds += pick(20)
    const own = pick(OWN_ACCOUNTS)
    const cents = next() < 0.6 ? 100 * (1 + pick(50_000)) : 1 + pick(5_000_000)
    if (row + 2 <= rows && next() < INSIDE) {
      const payee = (own + 1 + pick(OWN_ACCOUNTS - 1)) % OWN_ACCOUNTS
      write(own, '出', cents, card(payee), person(payee), BANKS[0] as string)
      seconds += pick(3)
      write(payee, '进', cents, card(own), person(own), BANKS[0] as string)
      row += 2
    } else {
      const other = OWN_ACCOUNTS + pick(OTHER_ACCOUNTS)
      write(own, next() < 0.5 ? '进' : '出', cents, card(other), person(other), BANKS[other % BANKS.length] as string)
      row++
    }
  }
  yield `${lines.join('\r\n')}\r\n`
}

function card(account: number): string {
  return `6222${String(account * 7919).padStart(14, '0')}3`
}

function account(own: number): string {
  return `8001${String(own).padStart(13, '0')}`
}

function person(account: number): string {
  return `${'赵钱孙李周吴郑王'[account % 8]}某${account}`
}

function money(cents: number): string {
  const minor = Math.abs(cents) % 100
  return `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${minor < 10 ? '0' : ''}${minor}`
}
