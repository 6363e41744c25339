/** Tabs, spaces of all widths and control characters. */
const BLANK = /[\p{Cc}\s]+/gu
/** Zero-width characters, marks of byte order and of writing direction: they take no place. */
const UNSEEN = /\p{Cf}+/gu
const PLAIN = /^[!-~]*$/
const BARE = /^[!#-&(-~]*$/
const NOTHING = /^(?:[-—/\\*]+|无|空|null|undefined|n\/a|none)$/i
const LOST = /^\d(?:\.\d+)?E\+?\d+$/i

/** A text as a person reads it: what nobody sees is a space, and none at its ends; '' for a dash or 无. */
export function cleanText(cell: string | undefined): string {
  if (cell === undefined || cell === '') return ''
  const text = PLAIN.test(cell) ? cell : cell.replace(UNSEEN, '').replace(BLANK, ' ').trim()
  return isNothing(text) ? '' : text
}

/** A number, code or word without any space in it, full-width letters and digits as ASCII; '' for a dash or 无. */
export function cleanCode(cell: string | undefined): string {
  if (cell === undefined || cell === '') return ''
  const text = PLAIN.test(cell) ? cell : cell.normalize('NFKC').replace(UNSEEN, '').replace(BLANK, '')
  return isNothing(text) ? '' : text
}

function isNothing(text: string): boolean {
  return !isDigit(text.charCodeAt(0)) && NOTHING.test(text)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** The name of a column, so that two spellings of one are equal. */
export function cleanHeader(cell: string): string {
  if (BARE.test(cell)) return cell.toUpperCase()
  return cell.normalize('NFKC').replace(UNSEEN, '').replace(BLANK, '').replace(/["']/g, '').toUpperCase()
}

/** The number of a card or an account; '' where the cell states none, such as 0. */
export function cleanAccount(cell: string | undefined): string {
  const text = cleanCode(cell).replace(/^['=]+|["']/g, '')
  return /^0*$/.test(text) ? '' : text
}

/** Whether a spreadsheet turned the digits of a number into 6.22E+18: they are lost. */
export function isLost(account: string): boolean {
  // Quick for the usual number: its second letter is a digit.
  return !isDigit(account.charCodeAt(1)) && LOST.test(account)
}

/** Whether a spreadsheet seems to have turned the last digits of a card number into zeros: it holds 15. */
export function isRounded(account: string): boolean {
  return account.endsWith('000') && /^[1-9]\d{14}0{1,4}$/.test(account) && !passesLuhn(account)
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const part = i % 2 === 1 ? digit * 2 : digit
    sum += part > 9 ? part - 9 : part
  }
  return sum % 10 === 0
}

/**
 * An amount as `-?digits[.digits]`, every decimal kept: without signs of currency and separators of thousands (or ten
 * thousands). '' where the cell states none, undefined where it is no amount.
 */
export function cleanAmount(cell: string | undefined): string | undefined {
  if (cell !== undefined && /^-?\d+(?:\.\d+)?$/.test(cell)) return cell
  let text = cleanCode(cell)
    .replace(/^(?:CNY|RMB|人民币)/i, '')
    .replace(/[¥￥"']/g, '')
    .replace(/元$/, '')
  if (text === '') return ''
  if (/^[+-]?\d{1,4}(?:,\d{3,4})+(?:\.\d*)?$/.test(text)) text = text.replaceAll(',', '')
  const [, sign, whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  if (sign === undefined || whole + fraction === '') return undefined
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** An amount in hundredths (分) as one in units (元), by moving the point in its digits. */
export function fromCents(amount: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  const digits = whole.padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`
}
