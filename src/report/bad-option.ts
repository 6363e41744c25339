import { FundtrailError } from '../index.js'

export function wholeNumber(option: string, value: number, least: number): number {
  if (!(Number.isInteger(value) && value >= least)) badOption(option, value, `a whole number from ${least}`)
  return value
}

export function badOption(option: string, value: unknown, right: string): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value
  const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : shown
  throw new FundtrailError('bad-option', `${option} is ${given}; it must be ${right}`, { option, value })
}
