import { Decimal } from 'decimal.js'

const LONGEST = 40

/** A value as a message shows it: short, quoted, and safe, for it may be hostile. */
export function show(value: unknown): string {
  try {
    return describe(value)
  } catch {
    return 'a value that cannot be read'
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value))
  if (typeof value === 'bigint')
    return `${shorten(BigInt.asIntN(256, value) === value ? value.toString() : 'very large ')}n`
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()
  if (Decimal.isDecimal(value)) return shorten(String(value.toString()))
  if (Array.isArray(value)) return 'an array'
  return value === null ? 'null' : `a value of type ${typeof value}`
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
