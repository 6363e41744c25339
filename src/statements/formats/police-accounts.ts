import type { AccountStatus } from '../../types.js'
import { cleanAccount, cleanCode, cleanHeader, cleanText } from '../cells.js'
import type { Format } from './format.js'

const CARD = ['交易卡号', '账卡号', '卡号']
const ACCOUNT = ['交易账号', '账号', '主账号', '主账户']

/** 账户信息 beside the movements: which card and account numbers are of one account, and whose it is. */
export const policeAccounts: Format = {
  name: 'police-accounts',
  score(header) {
    const isList = header.includes('账户状态') && header.includes('账户开户名称') && !header.includes('交易时间')
    return isList && find(header, [...CARD, ...ACCOUNT]) >= 0 ? header.filter((name) => NAMES.has(name)).length : 0
  },
  open(header, preamble) {
    const card = find(header, CARD)
    const account = find(header, ACCOUNT)
    const holder = find(header, ['账户开户名称'])
    const holderId = find(header, ['开户人证件号码'])
    const institution = find(header, ['账号开户银行', '开户网点'])
    const status = find(header, ['账户状态'])
    return (cells) => {
      const numbers = [cleanAccount(cells[card]), cleanAccount(cells[account])].filter((number) => number !== '')
      if (numbers.length === 0) return { fault: { code: 'missing-account', message: 'the row names no account' } }
      const state = statusOf(cleanText(cells[status]))
      return {
        fact: {
          numbers,
          card: cleanAccount(cells[card]),
          holder: cleanText(cells[holder]),
          holderId: cleanCode(cells[holderId]),
          institution: cleanText(cells[institution]) || preamble.institution,
          ...(state !== undefined && { status: state }),
        },
      }
    }
  },
}

const NAMES = new Set(
  '账户开户名称 开户人证件号码 交易卡号 交易账号 账号开户时间 账户余额 可用余额 币种 开户网点代码 开户网点 账户状态 钞汇标志名称 销户日期 账户类型 备注 账号开户银行 销户网点 最后交易时间 证件类型'
    .split(' ')
    .map(cleanHeader),
)

function find(header: readonly string[], names: readonly string[]): number {
  return header.findIndex((name) => names.includes(name))
}

function statusOf(text: string): AccountStatus | undefined {
  if (/冻结|止付/.test(text)) return 'frozen'
  if (/销户|注销/.test(text)) return 'closed'
  return /正常/.test(text) ? 'active' : undefined
}
