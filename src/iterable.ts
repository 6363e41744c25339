import { FundtrailError } from './errors.js'
import { show } from './show.js'

/** An option that must be iterable. @throws FundtrailError 'bad-option' */
export function iterable<T>(option: string, value: Iterable<T>): Iterable<T> {
  if (typeof value === 'object' && value !== null && typeof value[Symbol.iterator] === 'function') return value
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be an iterable of records`, {
    option,
  })
}
