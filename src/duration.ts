import { milliseconds } from 'date-fns'
import { FundtrailError } from './errors.js'
import { show } from './show.js'
import type { Duration } from './types.js'

/** A duration in milliseconds. @throws FundtrailError 'bad-option' */
export function durationMs(option: string, duration: Duration): number {
  const ms = typeof duration === 'object' && duration !== null ? milliseconds(duration) : Number.NaN
  if (ms >= 0) return ms
  throw new FundtrailError(
    'bad-option',
    `${option} is ${show(duration)}; it must be a duration such as { hours: 24 }`,
    {
      option,
    },
  )
}
