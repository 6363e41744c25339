import { cleanAccount, cleanAmount, cleanCode, cleanText } from '../cells.js'
import { readTime } from '../times.js'
import { readCurrency } from '../words.js'
import type { Format } from './format.js'

const CARD = ['卡号', '账卡号', '交易卡号']
const ACCOUNT = ['账号', '账户账号', '交易账号']
const BY = ['冻结机关', '冻结机关名称', '执行机关', '在先冻结机关']
const TYPE = ['冻结措施类型', '措施类型']
const FROM = ['冻结开始日期', '冻结开始日']
const TO = ['冻结截止日期', '冻结截止日']

/** What the codes of 冻结措施类型 mean, in the interface between banks and police. */
const TYPES: Readonly<Record<string, string>> = { '0001': '公安止付', '0002': '公安冻结', '1001': '高法冻结' }

/** 强制措施信息 beside the movements: which accounts are stopped or frozen already, by whom, for how much, until when. */
export const policeMeasures: Format = {
  name: 'police-measures',
  score(header) {
    if (find(header, TYPE) < 0 || find(header, BY) < 0 || find(header, [...CARD, ...ACCOUNT]) < 0) return 0
    return 3 + header.filter((name) => NAMES.has(name)).length
  },
  open(header, preamble) {
    const [card, account, by, type, from, to] = [CARD, ACCOUNT, BY, TYPE, FROM, TO].map((names) => find(header, names))
    const [amount, currency, institution, nth, note] = ['冻结金额', '币种', '银行名称', '措施序号', '备注'].map(
      (name) => header.indexOf(name),
    )
    return (cells) => {
      const cell = (place: number | undefined) => cells[place ?? -1]
      const numbers = [cleanAccount(cell(card)), cleanAccount(cell(account))].filter((number) => number !== '')
      if (numbers.length === 0) return { fault: { code: 'missing-account', message: 'the row names no account' } }
      const code = cleanText(cell(type))
      const kind = (Object.hasOwn(TYPES, code) ? TYPES[code] : undefined) ?? code.replace(/^\d{4}[-:]/, '')
      const isOver = /解除|解冻|已解|失效/.test(`${kind} ${cleanText(cell(note))}`)
      const sum = cleanAmount(cell(amount)) ?? ''
      const start = readTime(cell(from))
      const end = readTime(cell(to))
      const unit = readCurrency(cleanCode(cell(currency)))
      const parts = [
        [cleanText(cell(by)), kind].filter((part) => part !== '').join(' '),
        [/[1-9]/.test(sum) ? sum : '', /[1-9]/.test(sum) ? unit : ''].filter((part) => part !== '').join(' '),
        start === undefined ? '' : `from ${start}`,
        end === undefined ? '' : `until ${end}`,
      ]
      return {
        fact: {
          numbers,
          card: cleanAccount(cell(card)),
          holder: '',
          holderId: '',
          institution: cleanText(cell(institution)) || preamble.institution,
          ...(!isOver && {
            status: 'frozen' as const,
            measure: {
              nth: Number(/^\d{1,6}$/.exec(cleanCode(cell(nth)))?.[0] ?? Number.MAX_SAFE_INTEGER),
              text: parts.filter((part) => part !== '').join(', '),
            },
          }),
        },
      }
    }
  },
}

const NAMES = new Set([...BY, ...TYPE, ...FROM, ...TO, '冻结金额', '措施序号', '银行名称', '币种', '备注'])

function find(header: readonly string[], names: readonly string[]): number {
  return header.findIndex((name) => names.includes(name))
}
