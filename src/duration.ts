import { milliseconds } from 'date-fns'
import { FundtrailError } from './errors.js'
import { show } from './show.js'
import type { Duration } from './types.js'

const UNITS = ['days', 'hours', 'minutes', 'seconds']

/** A duration in milliseconds. @throws FundtrailError 'bad-option' */
export function durationMs(option: string, duration: Duration): number {
  const entries = typeof duration === 'object' && duration !== null ? Object.entries(duration) : []
  const parts = entries.filter(([, value]) => value !== undefined)
  const isRight =
    parts.length > 0 && parts.every(([unit, value]) => UNITS.includes(unit) && typeof value === 'number' && value >= 0)
  const ms = isRight ? milliseconds(duration) : Number.NaN
  if (Number.isFinite(ms)) return ms
  const given =
    parts.length > 0 ? parts.map(([unit, value]) => `${show(unit)}: ${show(value)}`).join(', ') : show(duration)
  throw new FundtrailError(
    'bad-option',
    `${option} is ${given}; it must be a duration such as { hours: 24 }, of ${UNITS.join(', ')} from 0`,
    { option },
  )
}
