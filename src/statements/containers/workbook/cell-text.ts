import type { CellObject } from '@e965/xlsx'
import { isRounded } from '../../cells.js'

const DAY_MS = 86_400_000
/** Day 25569 is 1970-01-01; with the system of 1904 days count from 1,462 days later. */
const DAY_OF_1970 = 25_569
const DAYS_TO_1904 = 1_462
const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

/** A cell as the text that a file of text would have in its place. */
export interface CellText {
  text: string
  /** The value of error that the cell holds; its text is then empty. */
  error?: string
  /** The cell holds a number of 16 digits or more that ends in 0: a spreadsheet keeps 15. */
  isZeroed?: boolean
}

/**
 * A number becomes its shortest decimal form: that of a double, which is what a cell holds. A whole number beyond 2^53
 * of more than 15 digits has lost some and is written 6.22E+18, which every reader of account numbers knows as lost.
 * `isDate` says of a format whether it shows a date; then the number counts days, on the clock of whoever wrote it.
 */
export function cellText(cell: CellObject, isDate: (format: string) => boolean, is1904: boolean): CellText {
  const { t: type, v: value, z: format } = cell
  if (type === 'e') return { text: '', error: ERRORS[Number(value)] ?? 'an error' }
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE' }
  if (typeof value !== 'number') return { text: value === undefined ? '' : String(value) }
  if (!Number.isFinite(value)) return { text: '', error: 'a number that is none' }
  if (typeof format === 'string' && format !== 'General' && isDate(format)) {
    return { text: dateText(value, format, is1904) }
  }
  const text = numberText(value)
  // A format of zeros shows the account 100 as 0100.
  const zeros = typeof format === 'string' ? (/^0+$/.exec(format)?.[0].length ?? 0) : 0
  if (/^\d+$/.test(text) && text.length < zeros) return { text: text.padStart(zeros, '0') }
  const isZeroed = Math.abs(value) >= 1e15 && /^\d+0$/.test(text) && !isRounded(text)
  return isZeroed ? { text, isZeroed } : { text }
}

function numberText(value: number): string {
  const shortest = String(value)
  if (/^-?\d+$/.test(shortest)) {
    if (Number.isSafeInteger(value) || digitsOf(value).length <= 15) return shortest
    return value.toExponential().toUpperCase()
  }
  // What is computed (0.1 + 0.2) has digits that no spreadsheet shows.
  const shown = digitsOf(value).length <= 15 ? value : Number(value.toPrecision(15))
  return Math.abs(shown) < 1e-6 || Math.abs(shown) >= 1e21 ? plain(shown) : String(shown)
}

function digitsOf(value: number): string {
  return value.toExponential().replace(/e.*$/, '').replace(/[-.]/g, '')
}

/** Very small numbers without an exponent; very large ones keep it, for their digits are lost. */
function plain(value: number): string {
  return Math.abs(value) < 1 ? value.toFixed(20).replace(/\.?0+$/, '') : value.toExponential().toUpperCase()
}

/**
 * The days since 1899-12-30 as date and time of day: to the second where it is one within a millisecond, for a day's
 * fraction is never exact, else to the millisecond. The time of day is left out where neither value nor format has one,
 * the date where there is none.
 */
function dateText(value: number, format: string, is1904: boolean): string {
  const hasClock = /[hs]/i.test(
    format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, (quoted) => (/^\[[hms]+\]$/i.test(quoted) ? 'h' : '')),
  )
  let ms = Math.round(value * DAY_MS)
  const off = ((ms % 1000) + 1000) % 1000
  if (off === 1 || off === 999) ms = Math.round(ms / 1000) * 1000
  if (ms < 0) return numberText(value)
  const isTimeAlone = value < 1
  // The year 1900 has a 29th of February in spreadsheets: before it, days count from one day later.
  const days = is1904 ? DAYS_TO_1904 : !isTimeAlone && value < 60 ? 1 : 0
  const date = new Date(ms + (days - DAY_OF_1970) * DAY_MS)
  if (Number.isNaN(date.getTime()) || date.getTime() > 253_402_300_799_999) return numberText(value)
  const iso = date.toISOString()
  const clock = iso.slice(11, ms % 1000 === 0 ? 19 : 23)
  if (isTimeAlone) return clock
  return hasClock || ms % DAY_MS !== 0 ? `${iso.slice(0, 10)} ${clock}` : iso.slice(0, 10)
}
