import { TimeReader } from './time.js'

const DAY = 86_400_000

/**
 * The instant at which the clocks of a zone show the same time of day, that many calendar months later; the last day of
 * the month where it is too short: six months from 31 August are 28 or 29 February. Where the zone skips that time, as
 * much later as it skips; of two the earlier.
 */
export function addMonths(ms: number, months: number, timeZone: string): number {
  // By hand, for date-fns counts in the zone of the machine unless a class of dates for each zone comes with it.
  const reader = new TimeReader(timeZone)
  const from = new Date(reader.toLocal(ms))
  const year = from.getUTCFullYear()
  const month = from.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const timeOfDay = from.getTime() - Math.floor(from.getTime() / DAY) * DAY
  const local = Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)) + timeOfDay
  if (reader.read(new Date(local).toISOString().slice(0, -1)) === undefined) return reader.ms
  const dayBefore = local - DAY
  return local - (reader.toLocal(dayBefore) - dayBefore)
}
