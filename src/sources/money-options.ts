import { currencyTable } from '../currencies.js'
import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { Shortfall } from '../types.js'

/** What a source over a store has to know of its money. */
export interface MoneyOptions {
  /** Default 'opening'. `expandTrace` takes it from the source. */
  shortfall?: Shortfall
  /** The currency of rows that name none, as in `BuildOptions`. Default 'CNY'. */
  currency?: string
  /** Decimals of codes outside ISO 4217, as in `BuildOptions`. */
  currencies?: Record<string, number>
}

export interface Money {
  shortfall: Shortfall
  currency: string
  /** @throws FundtrailError 'unknown-currency' */
  decimalsOf(code: string): number
}

/** @throws FundtrailError 'bad-option', 'unknown-currency' */
export function readMoneyOptions({ shortfall = 'opening', currency = 'CNY', currencies }: MoneyOptions): Money {
  if (!['opening', 'unseen-credit', 'overdraft'].includes(shortfall)) {
    throw new FundtrailError(
      'bad-option',
      `shortfall is ${show(shortfall)}; it must be one of opening, unseen-credit, overdraft`,
    )
  }
  const decimals = currencyTable(currencies)
  const decimalsOf = (code: string) => {
    const places = decimals.get(code)
    if (places !== undefined) return places
    throw new FundtrailError(
      'unknown-currency',
      `currency ${show(code)} is not in ISO 4217; give its decimals in options.currencies`,
      { currency: code },
    )
  }
  decimalsOf(currency)
  return { shortfall, currency, decimalsOf }
}
