import { Decimal } from 'decimal.js'

/** A result as plain JSON: amounts as text with every decimal, instants in UTC; functions are left out. */
export function toJson(value: unknown): string {
  return JSON.stringify(plain(value), undefined, 2)
}

function plain(value: unknown): unknown {
  if (Decimal.isDecimal(value)) return value.toFixed()
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
  const result: Record<string, unknown> = Object.create(null)
  for (const [key, part] of Object.entries(value)) result[key] = plain(part)
  return result
}
