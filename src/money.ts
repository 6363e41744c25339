import { Decimal } from 'decimal.js'
import type { AmountInput } from './types.js'

/**
 * A Decimal of our own: decimal.js keeps its precision on the constructor that everybody shares, and rounds sums to 20
 * digits by default.
 */
export const Money = Decimal.clone({ defaults: true, precision: 60, toExpNeg: -20, toExpPos: 40 })

/** The most minor units of one amount, balance or turnover: beyond it a double no longer counts every unit. */
export const MAX_MINOR = Number.MAX_SAFE_INTEGER

/** Why an input is no amount of a currency. */
export type AmountFault = 'invalid-amount' | 'too-many-decimals' | 'amount-too-large'

/** Below this many minor units two different decimals of 15 digits are never the same double. */
const SURELY_SHORTEST = 1e15

/**
 * Reads an amount as a whole number of minor units (10^-decimals), or says why it is none. Nothing is rounded: a digit
 * that is not zero behind the last decimal of the currency is a fault.
 */
export function parseAmount(input: AmountInput, decimals: number): number | AmountFault {
  if (typeof input === 'string') return parseDigits(input, decimals)
  if (typeof input === 'number') return parseNumber(input, decimals)
  if (typeof input === 'bigint') return parseDigits(input.toString(), decimals)
  if (Decimal.isDecimal(input)) return parseDecimal(input, decimals)
  return 'invalid-amount'
}

/** An integer count of minor units as a Decimal of major units. */
export function toDecimal(minor: number, decimals: number): Decimal {
  return new Money(minor).div(10 ** decimals)
}

/** `toDecimal` for many amounts of one currency, equal ones made once: a trace shows most of its figures several times. */
export function decimalMaker(decimals: number): (minor: number) => Decimal {
  const made = new Map<number, Decimal>()
  const scale = 10 ** decimals
  const fill = 10 ** (WORD_DIGITS - decimals)
  return (minor) => {
    let decimal = made.get(minor)
    if (decimal === undefined) {
      decimal = decimals > WORD_DIGITS ? toDecimal(minor, decimals) : ofMinor(minor, scale, fill)
      made.set(minor, decimal)
    }
    return decimal
  }
}

/** decimal.js holds a number as words of seven decimal digits, and the place of its first digit. */
const WORD = 10_000_000
const WORD_DIGITS = 7

/**
 * Minor units over a scale that fits one word as a Decimal, without the division, which takes several times as long;
 * `fill` times the rest of it is a word.
 */
function ofMinor(minor: number, scale: number, fill: number): Decimal {
  const size = Math.abs(minor)
  const whole = Math.floor(size / scale)
  const rest = size - whole * scale
  // A small whole number becomes a Decimal without arithmetic.
  if (rest === 0 && whole < WORD) return new Money(minor < 0 ? -whole : whole)
  if (whole === 0) return new Money(minor).div(scale)
  const words: number[] = []
  if (whole < WORD) {
    words.push(whole)
  } else {
    const upper = Math.floor(whole / WORD)
    if (upper >= WORD) words.push(Math.floor(upper / WORD))
    words.push(upper % WORD, whole % WORD)
  }
  let exponent = (words.length - 1) * WORD_DIGITS
  for (let first = words[0]!; first >= 10; first /= 10) exponent++
  if (rest > 0) words.push(rest * fill)
  // Without zeros at the end, as decimal.js keeps its words.
  while (words[words.length - 1] === 0) words.pop()
  const made = new Money(0)
  const parts: { s: number; e: number; d: number[] } = made
  parts.s = minor < 0 ? -1 : 1
  parts.e = exponent
  parts.d = words
  return made
}

/** A number counts by its shortest decimal form: 0.1 is one tenth, not the double next to it. */
function parseNumber(value: number, decimals: number): number | AmountFault {
  if (!Number.isFinite(value)) return 'invalid-amount'
  const scale = 10 ** decimals
  const minor = Math.round(value * scale)
  if (Math.abs(minor) < SURELY_SHORTEST && minor / scale === value) return minor === 0 ? 0 : minor
  return parseDecimal(new Money(value), decimals)
}

function parseDecimal(value: Decimal, decimals: number): number | AmountFault {
  if (!value.isFinite()) return 'invalid-amount'
  // Before its digits are written out: 1e400 and 1e-400 are short to hold and long to write.
  if (value.e > 20) return 'amount-too-large'
  if (value.e < -40) return value.isZero() ? 0 : 'too-many-decimals'
  return parseDigits(value.toFixed(), decimals)
}

const ZERO = 48
const NINE = 57
const POINT = 46
const MINUS = 45

function parseDigits(text: string, decimals: number): number | AmountFault {
  const length = text.length
  const negative = length > 0 && text.charCodeAt(0) === MINUS
  const first = negative ? 1 : 0
  let at = first
  let minor = 0
  let tooLarge = false
  for (; at < length; at++) {
    const digit = text.charCodeAt(at)
    if (digit < ZERO || digit > NINE) break
    minor = minor * 10 + (digit - ZERO)
    if (minor > MAX_MINOR) tooLarge = true
  }
  if (at === first) return 'invalid-amount'
  let missing = decimals
  let tooFine = false
  if (at < length) {
    if (text.charCodeAt(at) !== POINT || at + 1 === length) return 'invalid-amount'
    for (at++; at < length; at++) {
      const digit = text.charCodeAt(at)
      if (digit < ZERO || digit > NINE) return 'invalid-amount'
      if (missing > 0) {
        minor = minor * 10 + (digit - ZERO)
        missing--
      } else if (digit !== ZERO) {
        tooFine = true
      }
    }
  }
  if (tooFine) return 'too-many-decimals'
  for (; missing > 0; missing--) minor *= 10
  if (tooLarge || minor > MAX_MINOR) return 'amount-too-large'
  return negative && minor > 0 ? -minor : minor
}
