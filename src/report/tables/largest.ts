import type { Decimal } from 'decimal.js'
import { sumOf } from '../view.js'

/** The `most` items with the largest amounts, in the order of the items; how many others there are, and what they carry. */
export function largest<Item>(
  items: readonly Item[],
  most: number,
  amountOf: (item: Item) => Decimal,
  zero: Decimal,
): { kept: Item[]; others: number; amount: Decimal } {
  const kept = new Set([...items].sort((a, b) => amountOf(b).cmp(amountOf(a))).slice(0, most))
  const others = items.filter((item) => !kept.has(item))
  return {
    kept: items.filter((item) => kept.has(item)),
    others: others.length,
    amount: sumOf(others.map(amountOf), zero),
  }
}
