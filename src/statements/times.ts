import { cleanText } from './cells.js'

/** As most files write it, and as it is written here. */
const DIGITS = /^\d{14}$/
const PLAIN = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const NUMBERS = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(?:(\d\d)(\d{0,6}))?)?$/
const WRITTEN =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[-T ]*(\d{1,2})[:.时](\d{1,2})(?:[:.分](\d{1,2})秒?(?:[.,](\d{1,9}))?)?分?)?$/
const CLOCK = /^(\d{1,2})[:.时](\d{1,2})(?:[:.分](\d{1,2})秒?(?:[.,](\d{1,9}))?)?$/
const ZONED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/
const SERIAL = /^([2-7]\d{4})(?:\.(\d+))?$/
const DAY_MS = 86_400_000

/**
 * The time of a row as ISO 8601, in any way that files write it: 20240311100321, 2024/3/11 10:03:21,
 * 2024年3月11日, 2024-03-11-10.03.21.123456 (DB2), the days since 1900 of a spreadsheet, with the time of day in a cell
 * of its own or not at all (then the date alone). Undefined where it is none.
 */
export function readTime(cell: string | undefined, clockCell?: string): string | undefined {
  if (cell !== undefined && (clockCell === undefined || clockCell === '')) {
    if (PLAIN.test(cell)) return cell
    if (DIGITS.test(cell)) {
      const date = `${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6, 8)}`
      return `${date} ${cell.slice(8, 10)}:${cell.slice(10, 12)}:${cell.slice(12)}`
    }
  }
  const text = cleanText(cell).normalize('NFKC')
  if (ZONED.test(text)) return text
  const parts = readDate(text)
  if (parts === undefined) return undefined
  const clock = cleanText(clockCell).normalize('NFKC')
  if (clock === '') return written(parts)
  // A date beside a time of day may carry a midnight of its own.
  const own = readClock(clock) ?? readDate(clock)?.slice(3)
  return own === undefined ? undefined : written([...parts.slice(0, 3), ...own])
}

type Parts = (string | undefined)[]

function readDate(text: string): Parts | undefined {
  const found = NUMBERS.exec(text) ?? WRITTEN.exec(text)
  if (found !== null) return found.slice(1)
  const [, days, fraction = '0'] = SERIAL.exec(text) ?? []
  if (days === undefined) return undefined
  // Day 25569 is 1970-01-01. Seconds are what such a cell is good for.
  const seconds = Math.round(Number(`0.${fraction}`) * 86_400)
  const iso = new Date((Number(days) - 25_569) * DAY_MS + seconds * 1000).toISOString()
  const date = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)]
  return fraction === '0' ? date : [...date, iso.slice(11, 13), iso.slice(14, 16), iso.slice(17, 19)]
}

function readClock(text: string): Parts | undefined {
  const found = CLOCK.exec(text)
  if (found !== null) return found.slice(1)
  // A spreadsheet drops the zero in front of 90321.
  if (!/^\d{5,6}(?:\d{3})?$/.test(text)) return undefined
  const digits = text.length === 5 ? `0${text}` : text
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6), digits.slice(6)]
}

function written([year = '', month = '', day = '', hour, minute, second, fraction]: Parts): string {
  const date = `${year}-${two(month)}-${two(day)}`
  if (hour === undefined) return date
  const seconds = second === undefined ? '' : `:${two(second)}`
  return `${date} ${two(hour)}:${two(minute ?? '')}${seconds}${fraction === undefined || fraction === '' ? '' : `.${fraction}`}`
}

function two(digits: string): string {
  return digits.padStart(2, '0')
}
