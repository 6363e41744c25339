import { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { Money } from '../money.js'
import { show } from '../show.js'
import type { AmountRange, FreezeOptions } from './types.js'

/** What is compared with leaves where: the widest range where both are given, none where neither says anything. */
export function rangesFrom({ comparison, bounds }: FreezeOptions): (account: string) => AmountRange | undefined {
  if (comparison !== undefined && !Array.isArray(comparison?.accounts)) bad('comparison', comparison, 'compareRules')
  if (bounds !== undefined && typeof bounds?.get !== 'function') bad('bounds', bounds, 'attributionBounds')
  const compared = new Map(comparison?.accounts.map(({ account, range }) => [account, range]))
  const comparesAmounts = comparison?.accounts.some(({ range }) => range !== undefined)
  const none = { min: new Money(0), max: new Money(0) }
  return (account) => {
    const ranges = [
      ...(comparesAmounts ? [compared.get(account) ?? none] : []),
      ...(bounds === undefined ? [] : [bounds.get(account) ?? none]),
    ]
    if (ranges.length === 0) return undefined
    for (const range of ranges) if (!Decimal.isDecimal(range?.min) || !Decimal.isDecimal(range?.max)) badRange(range)
    return {
      min: Money.min(...ranges.map(({ min }) => min)),
      max: Money.max(...ranges.map(({ max }) => max)),
    }
  }
}

function badRange(range: unknown): never {
  throw new FundtrailError('bad-option', `a range is ${show(range)}; it must be { min, max } of two Decimals`, {
    value: range,
  })
}

function bad(option: string, value: unknown, maker: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be what ${maker}() returns`, {
    option,
    value,
  })
}
