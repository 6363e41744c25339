import { clockOf } from '../clock.js'
import { WORDS } from '../words.js'
import type { CaseData } from './data.js'
import { type Say, wordsOf } from './words.js'

/** How the page writes, in Node and in the browser alike. */
export interface Format {
  say: Say
  /** Minor units with the decimals of the currency and commas between thousands. */
  money(minor: number | bigint): string
  count(many: number): string
  /** "1 transfer", "42 transfers". */
  transfers(many: number): string
  /** The time of a record: to the second in the zone of the report, or the date where it gives no more. */
  time(ms: number): string
  /** Any instant, to the second in the zone of the report. */
  clock(ms: number): string
  /** "2 d 3 h", "14 min", "12 s". */
  span(ms: number): string
  /** A code of the library in words. */
  term(code: string): string
  /** "Level 2", or the victim. */
  level(level: number): string
}

export function formatOf(data: Pick<CaseData, 'lang' | 'timeZone' | 'decimals' | 'days'>): Format {
  const { lang, timeZone, decimals } = data
  const dates = new Map(data.days)
  const say = wordsOf(lang)
  const clock = clockOf(timeZone)
  const gap = lang === 'zh' ? '' : ' '
  const [days, hours, minutes, seconds] = lang === 'zh' ? ['天', '小时', '分', '秒'] : [' d', ' h', ' min', ' s']
  return {
    say,
    count: (many) => thousands(String(many)),
    transfers: (many) => `${thousands(String(many))}${gap}${say(many === 1 ? 'oneTransfer' : 'manyTransfers')}`,
    money(minor) {
      const sign = minor < 0 ? '-' : ''
      const digits = String(minor)
        .replace('-', '')
        .padStart(decimals + 1, '0')
      const whole = thousands(digits.slice(0, digits.length - decimals))
      return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`
    },
    time: (ms) => dates.get(ms) ?? clock(new Date(ms)),
    clock: (ms) => clock(new Date(ms)),
    span(ms) {
      const whole = Math.round(ms / 1000)
      if (whole < 60) return `${whole}${seconds}`
      if (whole < 3600) return `${Math.floor(whole / 60)}${minutes}`
      const [d, h, m] = [Math.floor(whole / 86400), Math.floor((whole % 86400) / 3600), Math.floor((whole % 3600) / 60)]
      return d > 0 ? `${d}${days} ${h}${hours}` : `${h}${hours} ${m}${minutes}`
    },
    term: (code) => (lang === 'zh' ? (WORDS.get(code) ?? code) : code),
    level: (level) =>
      level === 0 ? say('victim') : lang === 'zh' ? `${level}${say('level')}` : `${say('level')} ${level}`,
  }
}

function thousands(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Exact, however large. */
export function total(amounts: Iterable<number>): bigint {
  let sum = 0n
  for (const amount of amounts) sum += BigInt(amount)
  return sum
}
