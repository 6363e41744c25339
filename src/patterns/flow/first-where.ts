/** The first of `length` places for which a test holds that fails before and holds from there on; `length` where none does. */
export function firstWhere(length: number, holds: (place: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
