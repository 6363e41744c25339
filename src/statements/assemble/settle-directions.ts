import { Money } from '../../money.js'
import { show } from '../../show.js'
import type { Problem } from '../../types.js'
import { byStatement, type Entry } from './entry.js'

/**
 * The direction of rows of which only the sign of the amount could tell it. Where an account's file has amounts of both
 * signs, they do. Where none is negative, the file may well write no signs: each row's balance beside its neighbour's
 * decides, and a row of which that says nothing stays money in, with a problem.
 */
export function settleDirections(entries: readonly Entry[], problem: (problem: Problem) => void): void {
  if (!entries.some(({ isBySign }) => isBySign)) return
  const bySign = entries.filter(({ isBySign }) => isBySign)
  for (const places of byStatement(bySign)) {
    const rows = places.map((at) => bySign[at]!)
    if (rows.some(({ direction }) => direction === 'out')) continue
    const step = runsForward(rows) ? -1 : 1
    rows.forEach((entry, at) => {
      const sign = change(entry, rows[at + step])
      if (sign === undefined) {
        problem({
          code: 'unknown-direction',
          severity: 'warning',
          message: `no column, sign or balance says whether ${show(entry.amount)} came or went; it is taken to have come`,
          file: entry.file,
          row: entry.row,
        })
      } else if (sign < 0) entry.direction = 'out'
    })
  }
}

/** Whether the rows stand oldest first: whether more balances follow from the row before than from the one behind. */
function runsForward(rows: readonly Entry[]): boolean {
  let votes = 0
  for (const [at, entry] of rows.entries()) {
    if (change(entry, rows[at - 1]) !== undefined) votes++
    if (change(entry, rows[at + 1]) !== undefined) votes--
  }
  return votes >= 0
}

/** Whether the balance rose or fell by the row's amount since that of an earlier row; undefined where by neither. */
function change({ amount, balance }: Entry, before: Entry | undefined): 1 | -1 | undefined {
  if (before === undefined || balance === '' || before.balance === '') return undefined
  const risen = new Money(balance).minus(before.balance)
  if (risen.equals(amount)) return 1
  return risen.negated().equals(amount) ? -1 : undefined
}
