/**
 * Shares an amount out in proportion to weights, to the unit: every share is rounded down, and the units that are left
 * go to the largest remainders, of equal ones to the first (Hamilton's method). An amount beyond the sum of the weights
 * gives each its weight.
 */
export function shareOut(amount: number, weights: readonly number[]): number[] {
  let total = 0
  for (const weight of weights) total += weight
  if (amount >= total) return [...weights]
  // A double holds nearly all products exactly; the others need a bigint.
  const isExact = amount * total <= Number.MAX_SAFE_INTEGER
  const shares: number[] = []
  const remainders: number[] = []
  let left = amount
  for (const weight of weights) {
    const [share, remainder] = isExact ? divide(amount * weight, total) : divideLarge(amount, weight, total)
    shares.push(share)
    remainders.push(remainder)
    left -= share
  }
  if (left > 0) {
    const places = weights.map((_, place) => place).sort((a, b) => remainders[b]! - remainders[a]! || a - b)
    for (let index = 0; index < left; index++) shares[places[index]!]!++
  }
  return shares
}

function divide(product: number, total: number): [share: number, remainder: number] {
  const remainder = product % total
  return [(product - remainder) / total, remainder]
}

function divideLarge(amount: number, weight: number, total: number): [share: number, remainder: number] {
  const product = BigInt(amount) * BigInt(weight)
  const divisor = BigInt(total)
  return [Number(product / divisor), Number(product % divisor)]
}
