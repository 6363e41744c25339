import { groupBy } from '../../group-by.js'
import { type Entry, isDay, plain } from './entry.js'

/** Shorter serial numbers are equal by chance. */
const LEAST_SERIAL = 8

/**
 * Finds both sides of a transfer where more than their time says so: a serial number that both banks state, however
 * far apart they booked it (up to `longest`), or a date alone on one side and a time of that day on the other. All
 * others are left to `mergeMirrored`. Payer, payee, amount and currency are equal, and the rows of opposite sides.
 */
export function findMirrors(entries: readonly Entry[], longest: number): void {
  const owners = new Set<string>()
  for (const { own, direction } of entries) if (direction !== undefined) owners.add(own)
  if (owners.size < 2) return
  const free = entries.filter(
    ({ own, other, direction, isFailed, via, mirror }) =>
      direction !== undefined && !isFailed && via === '' && mirror === undefined && own !== other && owners.has(other),
  )
  const withSerial = free.filter(({ serial }) => serial.length >= LEAST_SERIAL && !/^0+$/.test(serial))
  pair(withSerial, (entry) => `${keyOf(entry)}\u0000${entry.serial}`, longest)
  if (!free.some(isDay)) return
  const rest = free.filter(({ mirror }) => mirror === undefined)
  const byDate = (entry: Entry) => `${keyOf(entry)}\u0000${entry.time.slice(0, 10)}`
  const days = new Set(rest.filter(isDay).map(byDate))
  pair(
    rest.filter((entry) => days.has(byDate(entry))),
    byDate,
    Number.POSITIVE_INFINITY,
    (a, b) => isDay(a) !== isDay(b),
  )
}

/** The first row out with the first row in, the second with the second. */
function pair(
  entries: readonly Entry[],
  key: (entry: Entry) => string,
  longest: number,
  fits: (a: Entry, b: Entry) => boolean = () => true,
): void {
  for (const rows of groupBy(entries, key).values()) {
    const ins = rows.filter(({ direction }) => direction === 'in').sort((a, b) => a.ms - b.ms)
    const outs = rows.filter(({ direction }) => direction === 'out').sort((a, b) => a.ms - b.ms)
    const pairs = Math.min(ins.length, outs.length)
    for (let i = 0; i < pairs; i++) {
      const [a, b] = [outs[i]!, ins[i]!]
      if (Math.abs(a.ms - b.ms) > longest || !fits(a, b)) continue
      a.mirror = b
      b.mirror = a
    }
  }
}

function keyOf({ own, other, direction, amount, unit }: Entry): string {
  const [from, to] = direction === 'in' ? [other, own] : [own, other]
  return `${from}\u0000${to}\u0000${plain(amount)}\u0000${unit}`
}
