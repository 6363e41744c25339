import { groupBy } from '../../group-by.js'
import { byAccount, type Entry, isDay, plain } from './entry.js'
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
  const mirrors = new Map<string, PartsByTime>()
  for (const [own, parts] of parted) {
    const rows = [...parts.values()].flat()
    for (const [key, group] of groupBy(rows, (row) => keyOf(row, row.other, row.direction!))) {
      mirrors.set(`${own}\u0000${key}`, new PartsByTime(group))
    }
  }
  for (const entry of entries) {
    const parts = parted.get(entry.other)
    if (parts === undefined) continue
    if (parts.has(entry.counterparty)) entry.other = entry.counterparty
    else if (entry.direction !== undefined && entry.own !== entry.other) {
      const key = keyOf(entry, entry.own, entry.direction === 'in' ? 'out' : 'in')
      const part = mirrors.get(`${entry.other}\u0000${key}`)?.near(entry, within)
      if (part !== undefined) entry.other = part
    }
  }
}

/** Rows of sub-accounts that may mirror another, by their time: there may be a hundred thousand of one amount. */
class PartsByTime {
  readonly #rows: Entry[]
  /** Where after each row the first of another sub-account is. */
  readonly #ends: number[]
  /** The one sub-account that has a row on a date, SEVERAL where two have: rows of a date alone, and all. */
  readonly #dated = new Map<string, string>()
  readonly #all = new Map<string, string>()

  constructor(rows: readonly Entry[]) {
    for (const row of rows) {
      if (isDay(row)) note(this.#dated, row)
      note(this.#all, row)
    }
    this.#rows = rows.filter((row) => !isDay(row)).sort((a, b) => a.ms - b.ms)
    this.#ends = this.#rows.map((_, at) => at + 1)
    for (let at = this.#rows.length - 2; at >= 0; at--) {
      if (this.#rows[at]!.own === this.#rows[at + 1]!.own) this.#ends[at] = this.#ends[at + 1]!
    }
  }

  /** The sub-account that alone has rows as close as `areNear`. */
  near(entry: Entry, within: number): string | undefined {
    const date = entry.time.slice(0, 10)
    let part = (isDay(entry) ? this.#all : this.#dated).get(date)
    if (isDay(entry) || part === SEVERAL) return part === SEVERAL ? undefined : part
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#rows[middle]!.ms < entry.ms - within) low = middle + 1
      else high = middle
    }
    const first = this.#rows[low]
    if (first === undefined || first.ms > entry.ms + within) return part
    const other = this.#rows[this.#ends[low]!]
    if (other !== undefined && other.ms <= entry.ms + within) return undefined
    part ??= first.own
    return part === first.own ? part : undefined
  }
}

const SEVERAL = ''

function note(parts: Map<string, string>, { time, own }: Entry): void {
  const date = time.slice(0, 10)
  const known = parts.get(date)
  parts.set(date, known === undefined || known === own ? own : SEVERAL)
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
