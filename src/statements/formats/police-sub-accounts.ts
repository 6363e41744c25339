import { cleanAccount } from '../cells.js'
import type { Format } from './format.js'

const MAIN = ['交易卡号', '账卡号', '卡号', '交易账号', '账号', '主账号', '主账户', '主账户账号']
const SUB = ['子账户账号', '子账号', '子账户', '子账户号', '子帐号', '关联子账户']

/** 子账户信息, 关联子账户信息: which numbers are parts of one account. */
export const policeSubAccounts: Format = {
  name: 'police-sub-accounts',
  score(header) {
    const main = header.filter((name) => MAIN.includes(name)).length
    const sub = header.filter((name) => SUB.includes(name)).length
    return main > 0 && sub > 0 && !header.includes('交易时间') ? 2 + main + sub : 0
  },
  open(header, preamble) {
    const places = header.flatMap((name, place) => (MAIN.includes(name) || SUB.includes(name) ? [place] : []))
    return (cells) => {
      const numbers = places.map((place) => cleanAccount(cells[place])).filter((number) => number !== '')
      if (numbers.length === 0) return { fault: { code: 'missing-account', message: 'the row names no account' } }
      return { fact: { numbers, card: '', holder: '', holderId: '', institution: preamble.institution } }
    }
  },
}
