/** Ids compare by code unit, everywhere and in every locale. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
