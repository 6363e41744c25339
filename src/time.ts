import { FundtrailError } from './errors.js'
import { show } from './show.js'
import type { TimeInput } from './types.js'

const MINUTE = 60_000
const DAY = 86_400_000
/** The years 100 to 9999: what ISO 8601 writes with four digits, and a time in the wrong unit is found out. */
const FIRST_MS = Date.parse('0100-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')
/** Digits of a fraction of a second that are kept: milliseconds and 15 more, the most that a double counts. */
const FRACTION_DIGITS = 18
/** How many of them stand beyond the millisecond. */
export const SUB_DIGITS = FRACTION_DIGITS - 3
/** Later than every fraction that a record can state within its millisecond. */
export const WHOLE_MS = 10 ** SUB_DIGITS

export type TimeFault = 'invalid-time' | 'skipped-local-time'

/**
 * Reads times into milliseconds since 1970 and the digits beyond them. One reader serves a whole build: the last time
 * read stands in its fields, so that a million rows make no garbage.
 */
export class TimeReader {
  /** Milliseconds since 1970-01-01T00:00:00Z, rounded down. */
  ms = 0
  /** The rest of the instant, in 10^-18 seconds. */
  sub = 0
  /** Whether the input gave digits beyond milliseconds. */
  finer = false
  /** The input was a date alone: `ms` is the start of that day. */
  day = false
  /** The zone has this local time twice; the earlier was taken. */
  ambiguous = false

  readonly timeZone: string
  readonly #utc: boolean
  /** Absent for UTC, which needs none, and it is costly to make. */
  readonly #format: Intl.DateTimeFormat | undefined
  /** Offset in ms by local day, NaN where the zone changes its offset near that day. */
  readonly #offsets = new Map<number, number>()

  constructor(timeZone: string) {
    this.#utc = timeZone === 'UTC'
    try {
      // As text, for the caller may be in JavaScript: any other value would be read as the zone of the machine.
      const options = { timeZone: `${timeZone}`, timeZoneName: 'longOffset' } as const
      this.#format = this.#utc ? undefined : new Intl.DateTimeFormat('en-US', options)
    } catch {
      throw new FundtrailError(
        'bad-option',
        `timeZone is ${show(timeZone)}; it must be an IANA zone such as "Asia/Shanghai" or "UTC"`,
        { option: 'timeZone', value: timeZone },
      )
    }
    this.timeZone = timeZone
  }

  /** Reads one time into the fields, or says what is wrong with it. */
  read(input: TimeInput): TimeFault | undefined {
    this.sub = 0
    this.finer = false
    this.day = false
    this.ambiguous = false
    if (typeof input === 'string') return this.#readText(input)
    if (typeof input === 'number') return this.#readNumber(input)
    // A Date of another realm is one too.
    if (Object.prototype.toString.call(input) === '[object Date]') {
      return this.#readNumber(Date.prototype.getTime.call(input))
    }
    return 'invalid-time'
  }

  /** After reading a date alone: moves to the last instant of that day. Otherwise to the end of the millisecond. */
  toEnd(): void {
    if (this.day) {
      // Through local time, for a day may have 23 or 25 hours.
      this.#startOfDay(this.#localDay + DAY)
      this.ms -= 1
      this.sub = WHOLE_MS
    } else if (!this.finer) {
      this.sub = WHOLE_MS
    }
  }

  /** What the clocks of the zone show at an instant, as milliseconds since 1970-01-01T00:00 of theirs. */
  toLocal(ms: number): number {
    return ms + this.#offsetAt(ms)
  }

  /** The last millisecond of the local day of an instant. */
  endOfDay(ms: number): number {
    const local = this.toLocal(ms)
    this.#startOfDay(Math.floor(local / DAY) * DAY + DAY)
    return this.ms - 1
  }

  /** The date that was read last, as yyyymmdd, and its local start: most rows are of the day of the row before. */
  #date = Number.NaN
  #localDay = 0

  #readNumber(value: number): TimeFault | undefined {
    if (!(value >= FIRST_MS && value <= LAST_MS)) return 'invalid-time'
    this.ms = Math.floor(value)
    if (value !== this.ms) {
      this.finer = true
      this.sub = Math.floor((value - this.ms) * WHOLE_MS)
    }
    return undefined
  }

  #readText(text: string): TimeFault | undefined {
    const length = text.length
    const century = twoDigits(text, 0)
    const yearOfCentury = twoDigits(text, 2)
    const dash = text.charCodeAt(4) === DASH ? 1 : 0
    const month = twoDigits(text, 4 + dash)
    if (dash === 1 && text.charCodeAt(7) !== DASH) return 'invalid-time'
    const day = twoDigits(text, 6 + 2 * dash)
    if (century < 1 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return 'invalid-time'
    const year = century * 100 + yearOfCentury
    const date = year * 10_000 + month * 100 + day
    if (date !== this.#date) {
      if (day > daysInMonth(year, month)) return 'invalid-time'
      this.#date = date
      this.#localDay = Date.UTC(year, month - 1, day)
    }
    let local = this.#localDay
    let at = 8 + 2 * dash
    if (at === length) {
      this.day = true
      return this.#startOfDay(local)
    }
    const separator = text.charCodeAt(at)
    if (separator !== LETTER_T && separator !== SPACE) return 'invalid-time'
    at++
    const hour = twoDigits(text, at)
    const colon = text.charCodeAt(at + 2) === COLON ? 1 : 0
    const minute = twoDigits(text, at + 2 + colon)
    at += 4 + colon
    let second = 0
    let fraction = 0
    if (isDigit(text.charCodeAt(at + colon)) && (colon === 0 || text.charCodeAt(at) === COLON)) {
      second = twoDigits(text, at + colon)
      at += 2 + colon
      const point = text.charCodeAt(at)
      if (point === POINT || point === COMMA) {
        const start = ++at
        while (isDigit(text.charCodeAt(at))) at++
        if (at === start || at - start > FRACTION_DIGITS) return 'invalid-time'
        fraction = thousandths(text, start, at)
        if (at - start > 3) {
          this.finer = true
          this.sub = Number(text.slice(start + 3, at).padEnd(SUB_DIGITS, '0'))
        }
      }
    }
    if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59) return 'invalid-time'
    // ISO 8601 allows 24:00:00 as the end of a day.
    if (hour > 23 && !(hour === 24 && minute + second + fraction + this.sub === 0)) return 'invalid-time'
    local += ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    if (at === length) return this.#fromLocal(local)
    const offset = readOffset(text, at)
    if (Number.isNaN(offset)) return 'invalid-time'
    this.ms = local - offset
    return undefined
  }

  /**
   * Moves to the first instant of a day. A zone may skip its midnight, and once in a while the whole day: then the
   * instant after it is taken, and the fault returned.
   */
  #startOfDay(local: number): TimeFault | undefined {
    const fault = this.#fromLocal(local)
    // The first of two midnights begins the day: nothing to warn of.
    this.ambiguous = false
    if (fault === undefined) return undefined
    // The clock goes forward within the hours around this midnight: the day begins where the later offset does.
    const later = this.#offsetAt(local + DAY)
    let before = local - later
    let after = local - this.#offsetAt(local - DAY)
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (this.#offsetAt(middle) === later) after = middle
      else before = middle
    }
    this.ms = after
    return after + later >= local + DAY ? fault : undefined
  }

  /** Local time of the zone to an instant: none if the zone skips it, the earlier if it has it twice. */
  #fromLocal(local: number): TimeFault | undefined {
    if (this.#utc) {
      this.ms = local
      return undefined
    }
    const day = Math.floor(local / DAY)
    let offset = this.#offsets.get(day)
    if (offset === undefined) {
      const before = this.#offsetAt((day - 1) * DAY)
      offset = before === this.#offsetAt((day + 2) * DAY) ? before : Number.NaN
      this.#offsets.set(day, offset)
    }
    if (!Number.isNaN(offset)) {
      this.ms = local - offset
      return undefined
    }
    // The larger offset gives the earlier instant.
    const offsets = [this.#offsetAt(local - DAY), this.#offsetAt(local + DAY)].sort((a, b) => b - a)
    const fits = offsets.filter((candidate) => this.#offsetAt(local - candidate) === candidate)
    const first = fits[0]
    if (first === undefined) return 'skipped-local-time'
    this.ms = local - first
    this.ambiguous = fits.some((other) => other !== first)
    return undefined
  }

  #offsetAt(ms: number): number {
    // "1/1/1972, GMT-00:44:30"; not by a library, for those that we tried lose the sign or the seconds of such offsets.
    const [, sign, hours = 0, minutes = 0, seconds = 0] = LONG_OFFSET.exec(this.#format?.format(ms) ?? '') ?? []
    const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000
    return sign === '-' ? -offset : offset
  }
}

/** What `timeZoneName: 'longOffset'` writes behind the date; "GMT" alone is no offset. */
const LONG_OFFSET = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/

const DASH = 45
const PLUS = 43
const COLON = 58
const POINT = 46
const COMMA = 44
const SPACE = 32
const LETTER_T = 84
const LETTER_Z = 90

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Two ASCII digits as a number, -1 where there is something else. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at)
  const units = text.charCodeAt(at + 1)
  return isDigit(tens) && isDigit(units) ? (tens - 48) * 10 + units - 48 : -1
}

/** The first three digits of a fraction, missing ones as zeros. */
function thousandths(text: string, start: number, end: number): number {
  let value = 0
  for (let i = start; i < start + 3; i++) value = value * 10 + (i < end ? text.charCodeAt(i) - 48 : 0)
  return value
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** `Z`, `±hh`, `±hhmm` or `±hh:mm` up to the end of the text, in ms; NaN for anything else. */
function readOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  if (sign === LETTER_Z) return at + 1 === text.length ? 0 : Number.NaN
  if (sign !== PLUS && sign !== DASH) return Number.NaN
  const hours = twoDigits(text, at + 1)
  const rest = at + 3
  let minutes = 0
  if (rest !== text.length) {
    const colon = text.charCodeAt(rest) === COLON ? 1 : 0
    minutes = twoDigits(text, rest + colon)
    if (rest + colon + 2 !== text.length) return Number.NaN
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN
  return (sign === PLUS ? 1 : -1) * (hours * 60 + minutes) * MINUTE
}
