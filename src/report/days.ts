import type { Trace } from '../index.js'
import { clockOf } from './clock.js'

const MINUTE = 60_000

/**
 * Instants at which the records of a trace give a date alone, and that date, as the zone of the graph read it: to write
 * 00:00:00, or the day of another zone, would say what no record does. An instant that some record states is none of them.
 */
export function daysOf({ transfers, graph, settings }: Trace): Map<number, string> {
  const clock = clockOf(settings.timeZone)
  const days = new Map<number, string>()
  const instants = new Set<number>()
  for (const { id, time } of transfers) {
    const ms = time.getTime()
    // A day begins on a whole minute: of most transfers the record need not be looked at.
    if (ms % MINUTE !== 0 || instants.has(ms)) continue
    if (graph.transfer(id).precision === 'day') {
      if (!days.has(ms)) days.set(ms, clock(time).slice(0, 10))
    } else {
      instants.add(ms)
    }
  }
  for (const ms of instants) days.delete(ms)
  return days
}
