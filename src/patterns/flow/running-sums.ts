/** How much the first n of some amounts are, for each n from 0. */
export function runningSums(amounts: readonly number[]): number[] {
  const sums = [0]
  for (const amount of amounts) sums.push(sums.at(-1)! + amount)
  return sums
}
