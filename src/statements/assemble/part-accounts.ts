import { groupBy } from '../../group-by.js'
import { areNear, byAccount, type Entry, plain } from './entry.js'
import { balanceBefore } from './oldest-first.js'

/**
 * Keeps apart the sub-accounts of one card or account (活期 and 定期, pots of one customer) that have a running balance
 * each: where rows name two numbers or more, and their balances follow each other at least twice as often number by
 * number as all together. The number of most rows keeps the account's id, each other stands for itself. Rows of other
 * accounts find the sub-account that they mean by its number, else by the row there that mirrors them.
 */
export function partAccounts(entries: readonly Entry[], within: number): void {
  const parted = new Map<string, Map<string, Entry[]>>()
  const several = withSeveralParts(entries)
  if (several.size === 0) return
  for (const [own, rows] of byAccount(entries.filter(({ own }) => several.has(own)))) {
    const parts = groupBy(
      rows.filter(({ part }) => part !== ''),
      ({ part }) => part,
    )
    if (parts.size < 2) continue
    const apart = [...parts.values()].reduce((sum, group) => sum + breaks(group), 0)
    if (apart * 2 > breaks(rows) || breaks(rows) === 0) continue
    const [main] = [...parts].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    parts.delete(main![0])
    for (const [part, group] of parts) for (const row of group) row.own = part
    parted.set(own, parts)
  }
  if (parted.size === 0) return
  const rows = [...parted.values()].flatMap((parts) => [...parts.values()].flat())
  const mirrors = groupBy(rows, (row) => keyOf(row, row.other, row.direction!))
  for (const entry of entries) {
    const parts = parted.get(entry.other)
    if (parts === undefined) continue
    if (parts.has(entry.counterparty)) entry.other = entry.counterparty
    else if (entry.direction !== undefined && entry.own !== entry.other) {
      const key = keyOf(entry, entry.own, entry.direction === 'in' ? 'out' : 'in')
      const found = (mirrors.get(key) ?? []).filter((row) => parts.has(row.own) && areNear(row, entry, within))
      const [first] = found
      if (first !== undefined && found.every(({ own }) => own === first.own)) entry.other = first.own
    }
  }
}

/** The accounts whose rows name two numbers or more: few, if any. */
function withSeveralParts(entries: readonly Entry[]): Set<string> {
  const first = new Map<string, string>()
  const several = new Set<string>()
  for (const { own, part, direction } of entries) {
    if (part === '' || direction === undefined) continue
    const known = first.get(own)
    if (known === undefined) first.set(own, part)
    else if (known !== part) several.add(own)
  }
  return several
}

function keyOf({ amount, unit }: Entry, account: string, direction: string): string {
  return `${account}\u0000${direction}\u0000${plain(amount)}\u0000${unit}`
}

/** How often the balances of rows in one currency do not follow each other, in the order of time. */
function breaks(rows: readonly Entry[]): number {
  let count = 0
  for (const group of groupBy(rows, ({ unit }) => unit).values()) {
    const sorted = group.filter(({ isFailed }) => !isFailed).sort((a, b) => a.ms - b.ms)
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1]!.balance
      if (before !== '' && balanceBefore(sorted[i]!)?.equals(before) === false) count++
    }
  }
  return count
}
