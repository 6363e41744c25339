import { groupBy } from '../../group-by.js'
import { type Entry, plain } from './entry.js'

/**
 * Fills the counterparty of a row that names none from the other account's statement: the row there that names this
 * account, of equal amount and opposite direction, close in time. Only where one row and one other fit each other.
 */
export function findCounterparties(entries: readonly Entry[], within: number): void {
  const nameless = entries.filter(
    ({ other, direction, isFailed }) => other === '' && direction !== undefined && !isFailed,
  )
  if (nameless.length === 0) return
  // Rows that name no counterparty, by the row that would: of this account's money, the other way.
  const wanted = grouped(nameless, (entry) => keyOf(entry, entry.own, opposite(entry)))
  // Only rows between accounts whose own statements are here matter: few of them all.
  const seekers = new Set(nameless.map(({ own }) => own))
  const named = (entry: Entry) => entry.other !== '' && entry.direction !== undefined && !entry.isFailed
  const offers = entries.filter(
    (row) => seekers.has(row.other) && named(row) && wanted.has(keyOf(row, row.other, row.direction!)),
  )
  const offering = new Set(offers.map(({ own }) => own))
  const taken = new Set(
    entries
      .filter((row) => seekers.has(row.own) && offering.has(row.other) && named(row))
      .map((row) => keyOf(row, `${row.own}\u0000${row.other}`, row.direction!)),
  )
  // A row whose mirror image names it is taken.
  const free = offers.filter((row) => !taken.has(keyOf(row, `${row.other}\u0000${row.own}`, opposite(row))))
  const offered = grouped(free, (row) => keyOf(row, row.other, row.direction!))
  for (const [key, group] of wanted) {
    const rows = offered.get(key) ?? []
    for (const seeker of group) {
      const row = onlyOneNear(rows, seeker.ms, within)
      if (row !== undefined && onlyOneNear(group, row.ms, within) === seeker) seeker.other = row.own
    }
  }
}

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = groupBy(entries, keyOf)
  for (const group of groups.values()) group.sort((a, b) => a.ms - b.ms)
  return groups
}

/** The one of these, in the order of time, that is as close to an instant; undefined for none or several. */
function onlyOneNear(entries: readonly Entry[], ms: number, within: number): Entry | undefined {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.ms < ms - within) low = middle + 1
    else high = middle
  }
  const isNear = (entry: Entry | undefined) => entry !== undefined && entry.ms <= ms + within
  return isNear(entries[low]) && !isNear(entries[low + 1]) ? entries[low] : undefined
}

function opposite({ direction }: Entry): 'in' | 'out' {
  return direction === 'in' ? 'out' : 'in'
}

function keyOf({ amount, currency }: Entry, account: string, direction: string): string {
  return `${account}\u0000${direction}\u0000${plain(amount)}\u0000${currency}`
}
