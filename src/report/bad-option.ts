import { FundtrailError } from '../index.js'

/** @throws FundtrailError 'bad-option' where the options are none */
export function checkOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw new FundtrailError('bad-option', `the options are ${JSON.stringify(options)}; they must be an object`)
}

export function wholeNumber(option: string, value: number, least: number): number {
  if (!(Number.isInteger(value) && value >= least)) badOption(option, value, `a whole number from ${least}`)
  return value
}

export function badOption(option: string, value: unknown, right: string): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value
  const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : shown
  throw new FundtrailError('bad-option', `${option} is ${given}; it must be ${right}`, { option, value })
}
