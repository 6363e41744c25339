import { maskNumber } from './mask-number.js'

/**
 * The message of a problem with account numbers masked. Numbers of rows lead to the records, dates and amounts are what it
 * says: masked they would be others. Only an amount before its currency is known as one.
 */
export function maskMessage(message: string, currencies: readonly string[]): string {
  const codes = currencies.map((code) => code.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')
  const kept = [
    String.raw`(?<![\d-])(?:19|20)\d\d-\d\d-\d\d(?![\d-])`,
    String.raw`(?<!")\brows? \d+\b`,
    ...(codes === '' ? [] : [String.raw`(?<!["\d.-])\d+(?:\.\d+)?(?= (?:${codes})(?![\p{L}\p{N}]))`]),
  ]
  const parts = message.split(new RegExp(`(${kept.join('|')})`, 'u'))
  // Those at odd places are what was split at.
  return parts.map((part, at) => (at % 2 === 1 ? part : maskNumber(part))).join('')
}
