import type { Decimal } from 'decimal.js'
import { FundtrailError } from './errors.js'
import { parseAmount, toDecimal } from './money.js'
import { show } from './show.js'
import type { AmountInput } from './types.js'

/** An option that is an amount of a currency from 0. @throws FundtrailError 'bad-option' */
export function readAmount(option: string, value: AmountInput, decimals: number): Decimal {
  const minor = parseAmount(value, decimals)
  if (typeof minor === 'number' && minor >= 0) return toDecimal(minor, decimals)
  throw new FundtrailError(
    'bad-option',
    `${option} is ${show(value)}; it must be an amount of the currency from 0, with at most ${decimals} decimals`,
    { option, value },
  )
}
