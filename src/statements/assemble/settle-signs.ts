import { isReversal } from '../words.js'
import type { Entry } from './entry.js'

/**
 * What a negative amount beside a direction means. Where every row out of an account's file is negative, the sign only
 * repeats the direction; else a negative row undoes one of its direction, so the money goes the other way.
 */
export function settleSigns(entries: readonly Entry[]): void {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (isReversal(entry.memo)) entry.undoes = true
    if (entry.direction === undefined) continue
    const key = JSON.stringify([entry.file, entry.own, entry.direction])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  for (const group of groups.values()) {
    const isSign = group.every(({ amount, undoes }) => undoes || amount.startsWith('-'))
    for (const entry of group) {
      if (!entry.amount.startsWith('-')) continue
      entry.amount = entry.amount.slice(1)
      if (isSign && !entry.undoes) continue
      entry.direction = entry.direction === 'in' ? 'out' : 'in'
      entry.undoes = true
    }
  }
}
