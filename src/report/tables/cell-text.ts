import type { ReportCell } from '../types.js'
import { isDecimal } from '../view.js'

/** Digits that a spreadsheet keeps of a number. */
const KEPT_DIGITS = 15

/** Whether a spreadsheet holds this amount to the last digit. */
export function isExactNumber(value: ReportCell): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && Math.abs(value) < 10 ** KEPT_DIGITS
  return isDecimal(value) && value.isFinite() && value.precision(true) <= KEPT_DIGITS
}

/** A cell as text: amounts with the decimals of the currency, no half of a surrogate pair. */
export function cellText(value: ReportCell, decimals: number): string {
  if (value === undefined) return ''
  if (isDecimal(value)) return value.toFixed(decimals)
  return String(value).replace(/\p{Surrogate}/gu, '\ufffd')
}
