import { FundtrailError } from '../errors.js'
import type { Settled } from './read-options.js'

/** Throws 'bad-option' for a trace that counts money wherever it went: there is no one place to freeze or to go back from. */
export function refuseAlerts({ settled }: { settled: Settled }, view: string): void {
  const { name, conserves } = settled.rule
  if (conserves) return
  throw new FundtrailError(
    'bad-option',
    `${view} cannot use a trace by rule '${name}', which is for alerts and follows no amounts; trace by another rule`,
    { option: 'rule', value: name },
  )
}
