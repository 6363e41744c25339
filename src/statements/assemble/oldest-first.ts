import { Money } from '../../money.js'
import { byStatement, type Entry } from './entry.js'

/** Puts the rows of each account in each file in the order in which they happened: many files are newest first. */
export function oldestFirst(entries: Entry[]): void {
  for (const places of byStatement(entries)) {
    const rows = places.map((at) => entries[at]!)
    if (!isNewestFirst(rows)) continue
    rows.reverse()
    places.forEach((at, nth) => {
      entries[at] = rows[nth]!
    })
  }
}

function isNewestFirst(rows: readonly Entry[]): boolean {
  let back = 0
  let forth = 0
  for (let i = 1; i < rows.length; i++) {
    if (areOfOneDay(rows[i]!, rows[i - 1]!)) continue
    if (rows[i]!.ms < rows[i - 1]!.ms) back++
    else if (rows[i]!.ms > rows[i - 1]!.ms) forth++
  }
  if (back !== forth) return back > forth
  return follows([...rows].reverse()) > follows(rows)
}

/** A date alone and a time on that day: either may have come first. */
function areOfOneDay(a: Entry, b: Entry): boolean {
  return (a.time.length === 10) !== (b.time.length === 10) && a.time.slice(0, 10) === b.time.slice(0, 10)
}

/** How many rows state the balance that the row before and their amount make. */
function follows(rows: readonly Entry[]): number {
  let count = 0
  for (let i = 1; i < rows.length; i++) {
    const before = rows[i - 1]!.balance
    if (before !== '' && balanceBefore(rows[i]!)?.equals(before) === true) count++
  }
  return count
}

/** The account's balance just before a row, as its balance and amount say. */
export function balanceBefore({ balance, amount, direction }: Entry): InstanceType<typeof Money> | undefined {
  if (balance === '' || direction === undefined) return undefined
  const after = new Money(balance)
  return direction === 'in' ? after.minus(amount) : after.plus(amount)
}
