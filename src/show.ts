/**
 * A value as a message shows it: short, quoted, and without calling anything of the value's own, for it may be hostile.
 */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null) {
    return String(value)
  }
  if (typeof value === 'bigint')
    return value > 10n ** 40n || value < -(10n ** 40n) ? 'a very large bigint' : `${value}n`
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}
