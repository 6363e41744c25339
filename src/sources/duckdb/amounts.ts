import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'

/** Amounts between the way in which entries count them and major units, as text. `minor`: entries count minor units. */
export function amountsOf(decimals: ReadonlyMap<string, number>, currency: string) {
  decimalsOf(currency)
  return { inMajor, inUnits }

  function inMajor(text: string, code: string, minor: boolean): string {
    if (!minor) return text
    const places = decimalsOf(code)
    if (places === 0) return text
    const sign = text.startsWith('-') ? '-' : ''
    const digits = text.slice(sign.length).padStart(places + 1, '0')
    return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
  }

  /** An amount of the default currency, in major units, as the entries count. */
  function inUnits(major: string, minor: boolean): string {
    if (!minor) return major
    const [whole, fraction = ''] = major.split('.')
    return `${whole}${fraction.padEnd(decimalsOf(currency), '0')}`
  }

  function decimalsOf(code: string): number {
    const places = decimals.get(code)
    if (places !== undefined) return places
    throw new FundtrailError(
      'unknown-currency',
      `currency ${show(code)} is not in ISO 4217; give its decimals in options.currencies`,
      { currency: code },
    )
  }
}
