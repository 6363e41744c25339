import { groupBy } from '../../group-by.js'
import type { TimeReader } from '../../time.js'
import { type Entry, plain } from './entry.js'

/** How many rows are held against each other; of more equal ones none fits one alone. */
const MOST_PAIRS = 1_000_000

/**
 * Gives a row that has a date alone the time of its mirror image, the row on the other account that names this one, of
 * equal amount and the same day: where one such row and one other fit each other. Otherwise the start of the day would
 * be too far from the time of day for the two to be one transfer.
 */
export function takeExactTimes(entries: readonly Entry[], time: TimeReader, currency: string): void {
  const dated = entries.filter((entry) => isCandidate(entry) && isDay(entry))
  if (dated.length === 0) return
  const keyOf = (entry: Entry) => key(entry, entry.own, entry.other, entry.direction)
  const mirrorKeyOf = (entry: Entry) => key(entry, entry.other, entry.own, entry.direction === 'in' ? 'out' : 'in')
  const key = (entry: Entry, own: string, other: string, direction: Entry['direction']) =>
    JSON.stringify([own, other, direction, plain(entry.amount), entry.currency || currency])
  const wanted = groupBy(dated, keyOf)
  const accounts = new Set(dated.map(({ other }) => other))
  const offered = groupBy(
    entries.filter((entry) => accounts.has(entry.own) && isCandidate(entry) && !isDay(entry)),
    mirrorKeyOf,
  )
  for (const [name, rows] of wanted) {
    const exact = offered.get(name)
    if (exact === undefined || exact.length * rows.length > MOST_PAIRS) continue
    const byDay = groupBy(rows, ({ ms }) => ms)
    const byEnd = groupBy(exact, ({ ms }) => time.endOfDay(ms))
    for (const [ms, [row, ...others]] of byDay) {
      const [found, ...more] = byEnd.get(time.endOfDay(ms)) ?? []
      if (row === undefined || found === undefined || others.length + more.length > 0) continue
      row.time = found.time
      row.ms = found.ms
    }
  }
}

function isCandidate({ direction, other, isFailed }: Entry): boolean {
  return direction !== undefined && other !== '' && !isFailed
}

function isDay({ time }: Entry): boolean {
  return time.length === 10
}
