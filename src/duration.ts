import { milliseconds } from 'date-fns'
import { FundtrailError } from './errors.js'
import { show } from './show.js'
import type { Duration } from './types.js'

/** A duration in milliseconds. @throws FundtrailError 'bad-option' */
export function durationMs(option: string, duration: Duration): number {
  const parts = typeof duration === 'object' && duration !== null ? Object.values(duration) : []
  const ms = parts.length > 0 && parts.every((part) => part >= 0) ? milliseconds(duration) : Number.NaN
  if (Number.isFinite(ms)) return ms
  throw new FundtrailError(
    'bad-option',
    `${option} is ${show(duration)}; it must be a duration such as { hours: 24 }`,
    { option },
  )
}
