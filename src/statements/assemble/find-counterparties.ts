import { groupBy } from '../../group-by.js'
import { type Entry, plain } from './entry.js'

/** How many rows of one amount within reach are compared; where there are more, none is said to be the one. */
const MOST_ROWS = 100

/**
 * Fills the counterparty of a row that names none, or only some of its digits, from the other account's statement: the
 * row there that names this account, of equal amount and opposite direction, close in time. Only where one row and one
 * other fit each other.
 */
export function findCounterparties(entries: readonly Entry[], within: number): void {
  const vague = entries.filter((entry) => isVague(entry) && entry.direction !== undefined && !entry.isFailed)
  if (vague.length === 0) return
  // Rows that name no counterparty, by the row that would: of this account's money, the other way.
  const wanted = grouped(vague, (entry) => keyOf(entry, entry.own, opposite(entry)))
  // Only rows between accounts whose own statements are here matter: few of them all.
  const accounts = new Set(vague.map(({ own }) => own))
  const isNamed = (row: Entry) => !isVague(row) && row.direction !== undefined && !row.isFailed
  const offers = entries.filter(
    (row) => accounts.has(row.other) && isNamed(row) && wanted.has(keyOf(row, row.other, row.direction!)),
  )
  const offering = new Set(offers.map(({ own }) => own))
  const taken = grouped(
    entries.filter((row) => accounts.has(row.own) && offering.has(row.other) && isNamed(row)),
    (row) => keyOf(row, `${row.own}\u0000${row.other}`, row.direction!),
  )
  // A row whose mirror image names it is taken; a like row of another hour is not its mirror image.
  const free = offers.filter((row) => {
    const images = taken.get(keyOf(row, `${row.other}\u0000${row.own}`, opposite(row))) ?? []
    return row.mirror === undefined && near(images, row.ms, within)?.length === 0
  })
  const offered = grouped(free, (row) => keyOf(row, row.other, row.direction!))
  const found = new Map<Entry, Entry>()
  for (const [key, seekers] of wanted) {
    const rows = offered.get(key) ?? []
    for (const seeker of seekers) {
      const [row, ...others] = near(rows, seeker.ms, within)?.filter((other) => fits(seeker, other)) ?? []
      if (row === undefined || others.length > 0) continue
      const rivals = near(seekers, row.ms, within)?.filter((other) => fits(other, row))
      if (rivals?.length === 1) found.set(seeker, row)
    }
  }
  for (const [seeker, row] of found) seeker.other = row.own
}

/** Whether a row leaves open who the counterparty is: it names none, or stars in place of digits. */
function isVague({ other }: Entry): boolean {
  return other === '' || other.includes('*')
}

/** Whether the account of a row may be the one that a row without a full number means. */
function fits({ counterparty, other }: Entry, { own }: Entry): boolean {
  if (other === '') return true
  const [mask = ''] = counterparty.split(' ', 1)
  const head = mask.slice(0, mask.indexOf('*'))
  const tail = mask.slice(mask.lastIndexOf('*') + 1)
  return own.length >= head.length + tail.length && own.startsWith(head) && own.endsWith(tail)
}

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = groupBy(entries, keyOf)
  for (const group of groups.values()) group.sort((a, b) => a.ms - b.ms)
  return groups
}

/** Those of these, in the order of time, that are as close to an instant; undefined where they are too many. */
function near(entries: readonly Entry[], ms: number, within: number): Entry[] | undefined {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.ms < ms - within) low = middle + 1
    else high = middle
  }
  let end = low
  for (; end < entries.length && entries[end]!.ms <= ms + within; end++) if (end - low === MOST_ROWS) return undefined
  return entries.slice(low, end)
}

function opposite({ direction }: Entry): 'in' | 'out' {
  return direction === 'in' ? 'out' : 'in'
}

function keyOf({ amount, unit }: Entry, account: string, direction: string): string {
  return `${account}\u0000${direction}\u0000${plain(amount)}\u0000${unit}`
}
