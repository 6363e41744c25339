import { Money } from '../../money.js'
import { remembering } from '../remembering.js'
import { isReversal } from '../words.js'
import { byStatement, type Entry } from './entry.js'

/**
 * What a negative amount beside a direction means: the sign only repeats the direction, or the row undoes one of its
 * direction, so that the money goes the other way. Where some amounts of that direction in an account's file are
 * positive, a negative one undoes. Where all are negative most of the balances decide, and where they say nothing the
 * sign repeats.
 */
export function settleSigns(entries: readonly Entry[]): void {
  const isUndoing = remembering(isReversal)
  const files = new Set<string>()
  for (const entry of entries) {
    if (isUndoing(entry.memo)) entry.undoes = true
    if (entry.direction !== undefined && entry.amount.startsWith('-')) files.add(entry.file)
  }
  if (files.size === 0) return
  const signed = entries.filter(({ direction, file }) => direction !== undefined && files.has(file))
  for (const places of byStatement(signed)) {
    const rows = places.map((at) => signed[at]!)
    const repeats = { in: signRepeats(rows, 'in'), out: signRepeats(rows, 'out') }
    const votes = rows.map((_, at) => vote(rows, at))
    rows.forEach((entry, at) => {
      if (!entry.amount.startsWith('-')) return
      entry.amount = entry.amount.slice(1)
      if (repeats[entry.direction!] && (!entry.undoes || votes[at]! > 0)) return
      entry.direction = entry.direction === 'in' ? 'out' : 'in'
      entry.undoes = true
    })
  }
}

/** Whether the signs of an account's rows of one direction say no more than the direction. */
function signRepeats(rows: readonly Entry[], direction: 'in' | 'out'): boolean {
  let votes = 0
  for (const [at, entry] of rows.entries()) {
    if (entry.direction !== direction || entry.undoes) continue
    if (!entry.amount.startsWith('-')) return false
    votes += vote(rows, at)
  }
  return votes >= 0
}

/** What the balances beside a row of a negative amount say: above 0 that its sign repeats the direction, below that it undoes. */
function vote(rows: readonly Entry[], at: number): number {
  const { amount, balance, direction } = rows[at]!
  if (balance === '' || !amount.startsWith('-')) return 0
  const after = new Money(balance)
  const ifRepeats = direction === 'in' ? after.plus(amount) : after.minus(amount)
  const ifUndoes = direction === 'in' ? after.minus(amount) : after.plus(amount)
  let votes = 0
  // Files run either way, so the row before it is one of its neighbours.
  for (const beside of [rows[at - 1], rows[at + 1]]) {
    if (beside === undefined || beside.balance === '') continue
    if (ifRepeats.equals(beside.balance)) votes++
    else if (ifUndoes.equals(beside.balance)) votes--
  }
  return votes
}
