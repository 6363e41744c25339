import { remembering } from '../remembering.js'
import { isReversal } from '../words.js'
import { byStatement, type Entry } from './entry.js'

/**
 * What a negative amount beside a direction means. Where every row out of an account's file is negative, the sign only
 * repeats the direction; else a negative row undoes one of its direction, so the money goes the other way.
 */
export function settleSigns(entries: readonly Entry[]): void {
  const isUndoing = remembering(isReversal)
  let isSigned = false
  for (const entry of entries) {
    if (isUndoing(entry.memo)) entry.undoes = true
    if (entry.amount.startsWith('-')) isSigned = true
  }
  if (!isSigned) return
  for (const statement of byStatement(entries)) {
    const rows = statement.map((at) => entries[at]!)
    const groups = [
      rows.filter(({ direction }) => direction === 'in'),
      rows.filter(({ direction }) => direction === 'out'),
    ]
    for (const group of groups) settle(group)
  }
}

function settle(rows: readonly Entry[]): void {
  const isSign = rows.every(({ amount, undoes }) => undoes || amount.startsWith('-'))
  for (const entry of rows) {
    if (!entry.amount.startsWith('-')) continue
    entry.amount = entry.amount.slice(1)
    if (isSign && !entry.undoes) continue
    entry.direction = entry.direction === 'in' ? 'out' : 'in'
    entry.undoes = true
  }
}
