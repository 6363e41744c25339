import type { Problem } from '../../types.js'
import { byAccount, type Entry, plain } from './entry.js'

/** How long after a transfer its reversal may come. */
const LONGEST_MS = 30 * 86_400_000
/** How many rows of its amount a reversal looks back. */
const MOST_ROWS = 1_000

/**
 * Finds the row that each reversal undoes: of the same account and amount, the other way, not later, of the same
 * counterparty where the reversal names one. A serial number decides between several; without one the reversal stays an
 * ordinary transfer, with a problem.
 */
export function findReversed(entries: readonly Entry[], problem: (problem: Problem) => void): void {
  const accounts = new Set<string>()
  for (const { own, undoes } of entries) if (undoes) accounts.add(own)
  if (accounts.size === 0) return
  for (const rows of byAccount(entries.filter(({ own }) => accounts.has(own))).values()) {
    const undoing = rows.filter(({ undoes }) => undoes)
    if (undoing.length === 0) continue
    const amounts = new Set(undoing.map(({ amount }) => plain(amount)))
    const earlier = new Map<string, Entry[]>()
    const named = new Set(rows.map(({ reverses }) => reverses))
    const reversed = new Set<Entry>(rows.filter(({ id }) => named.has(id)))
    for (const entry of rows) {
      if (entry.isFailed) continue
      if (!entry.undoes) {
        if (!amounts.has(plain(entry.amount))) continue
        const key = keyOf(entry, entry.direction!)
        const group = earlier.get(key)
        if (group === undefined) earlier.set(key, [entry])
        else group.push(entry)
        continue
      }
      // A reference said it already.
      if (entry.reverses !== undefined) continue
      const fits = (earlier.get(keyOf(entry, entry.direction === 'in' ? 'out' : 'in')) ?? [])
        .slice(-MOST_ROWS)
        .filter(
          (row) =>
            !reversed.has(row) &&
            entry.ms >= row.ms &&
            entry.ms - row.ms <= LONGEST_MS &&
            (entry.other === '' || row.other === '' || entry.other === row.other),
        )
      const bySerial = fits.filter(({ serial }) => serial !== '' && serial === entry.serial)
      const original = bySerial.length === 1 ? bySerial[0] : fits.length === 1 ? fits[0] : undefined
      if (original === undefined) {
        const message =
          fits.length === 0
            ? 'it undoes no row of this account that is known; it counts as an ordinary transfer'
            : `it may undo each of ${fits.length} rows; it counts as an ordinary transfer`
        problem({
          code: 'undecided-reversal',
          severity: 'warning',
          message,
          file: entry.file,
          row: entry.row,
          id: entry.id,
        })
        continue
      }
      reversed.add(original)
      entry.reverses = original.id
      // The two name each other's accounts, else they are no pair.
      if (entry.other === '') entry.other = original.other
      else if (original.other === '') original.other = entry.other
    }
  }
}

function keyOf({ amount, unit }: Entry, direction: string): string {
  return `${direction}\u0000${plain(amount)}\u0000${unit}`
}
