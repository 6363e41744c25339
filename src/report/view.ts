import { Decimal } from 'decimal.js'
import { CAUTION_WORDS } from '../documents/caution-words.js'
import type { FreezableAccount, Lang, Problem, Trace } from '../index.js'
import { badOption, checkOptions } from './bad-option.js'
import { clockOf } from './clock.js'
import { daysOf } from './days.js'
import { maskMessage } from './mask-message.js'
import { maskNumber } from './mask-number.js'
import { PROBLEM_WORDS } from './problem-words.js'
import type { ReportOptions } from './types.js'
import { WORDS } from './words.js'

/** How a report writes: its language, its clock, its numbers. */
export interface View {
  trace: Trace
  lang: Lang
  timeZone: string
  decimals: number
  /** One or the other language. */
  word: (zh: string, en: string) => string
  /** A code of the library in words. */
  term: (code: string) => string
  /** What an order on the account should mind, in the words of the stop list. */
  cautions: (listed: FreezableAccount) => string
  /** The time of a record: to the second, or the date where it gives no more. */
  time: (time: Date) => string
  /** Any instant, to the second. */
  clock: (time: Date) => string
  /** Instants at which the records give a date alone, and that date. */
  days: ReadonlyMap<number, string>
  /** An account id as it is shown. */
  account: (id: string) => string
  /** What a problem is about, an account or a transfer, as it is shown: a transfer's id and a row lead to the record. */
  subject: (id: string) => string
  /** What is wrong, as it is shown: its message, which is in English, in Chinese behind what its code means. */
  message: (problem: Problem) => string
  /** An amount with the decimals of the currency and commas between thousands. */
  money: (amount: Decimal) => string
}

/** @throws FundtrailError 'bad-option' */
export function viewOf(trace: Trace, options: ReportOptions): View {
  checkOptions(options)
  const { lang = 'en', timeZone = trace.settings.timeZone, maskNumbers = false } = options
  if (lang !== 'zh' && lang !== 'en') badOption('lang', lang, "'zh' or 'en'")
  if (typeof maskNumbers !== 'boolean') badOption('maskNumbers', maskNumbers, 'true or false')
  const meaning = (code: string) => (lang === 'zh' && PROBLEM_WORDS.has(code) ? `${PROBLEM_WORDS.get(code)}：` : '')
  const clock = clockOf(timeZone)
  const days = daysOf(trace)
  const decimals = trace.graph.decimals(trace.currency)
  return {
    trace,
    lang,
    timeZone,
    decimals,
    word: (zh, en) => (lang === 'zh' ? zh : en),
    term: (code) => (lang === 'zh' ? (WORDS.get(code) ?? code) : code),
    cautions: ({ cautions, frozenBy }) =>
      cautions
        .map((caution) => {
          const word = lang === 'zh' ? CAUTION_WORDS[caution] : caution
          return caution === 'already-frozen' && frozenBy !== undefined ? `${word}: ${frozenBy}` : word
        })
        .join('; '),
    time: (time) => days.get(time.getTime()) ?? clock(time),
    clock,
    days,
    account: (id) => (maskNumbers ? maskNumber(id) : id),
    subject: (id) => (maskNumbers && !trace.graph.hasTransfer(id) && !/#\d+$/.test(id) ? maskNumber(id) : id),
    message: ({ code, message }) =>
      meaning(code) + (maskNumbers ? maskMessage(message, trace.graph.currencies) : message),
    money: (amount) => amount.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ','),
  }
}

/** The sum of amounts; `like` gives the kind of Decimal, which keeps every digit. */
export function sumOf(amounts: Iterable<Decimal>, like: Decimal): Decimal {
  let sum = like.minus(like)
  for (const amount of amounts) sum = sum.plus(amount)
  return sum
}

export function isDecimal(value: unknown): value is Decimal {
  return Decimal.isDecimal(value)
}
