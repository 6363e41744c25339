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
  const wanted = new Set(nameless.map((entry) => keyOf(entry, entry.own, opposite(entry))))
  const named = new Map<string, Entry[]>()
  const ownRows = new Set<string>()
  for (const entry of entries) {
    if (entry.other === '' || entry.direction === undefined || entry.isFailed) continue
    ownRows.add(keyOf(entry, `${entry.own}\u0000${entry.other}`, entry.direction))
    const key = keyOf(entry, entry.other, entry.direction)
    if (!wanted.has(key)) continue
    const group = named.get(key)
    if (group === undefined) named.set(key, [entry])
    else group.push(entry)
  }
  const fits = new Map<Entry, Entry[]>()
  const claims = new Map<Entry, number>()
  for (const entry of nameless) {
    const candidates = (named.get(keyOf(entry, entry.own, opposite(entry))) ?? []).filter(
      // A row whose mirror image names it is taken.
      (row) =>
        Math.abs(row.ms - entry.ms) <= within &&
        !ownRows.has(keyOf(row, `${row.other}\u0000${row.own}`, opposite(row))),
    )
    fits.set(entry, candidates)
    for (const row of candidates) claims.set(row, (claims.get(row) ?? 0) + 1)
  }
  for (const [entry, [row, ...more]] of fits) {
    if (row === undefined || more.length > 0 || claims.get(row) !== 1) continue
    entry.other = row.own
  }
}

function opposite({ direction }: Entry): 'in' | 'out' {
  return direction === 'in' ? 'out' : 'in'
}

function keyOf({ amount, currency }: Entry, account: string, direction: string): string {
  return `${account}\u0000${direction}\u0000${plain(amount)}\u0000${currency}`
}
