import { FundtrailError } from '../errors.js'
import { show } from '../show.js'

/** Whole units as text with a point before the last `places` digits: 1205 with 2 is 12.05. */
export function withPoint(units: string, places: number): string {
  if (places === 0) return units
  const sign = units.startsWith('-') ? '-' : ''
  const digits = units.slice(sign.length).padStart(places + 1, '0')
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** And back. @throws FundtrailError 'bad-option' for more decimals than that */
export function withoutPoint(amount: string, places: number): string {
  const [whole, fraction = ''] = amount.split('.')
  if (/[^0]/.test(fraction.slice(places))) {
    throw new FundtrailError('bad-option', `${show(amount)} has more decimals than ${places}`, { value: amount })
  }
  return `${whole}${fraction.slice(0, places).padEnd(places, '0')}`
}
