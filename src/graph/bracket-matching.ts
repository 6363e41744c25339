import type { Axis } from './axis.js'
import type { TransferRows } from './transfer-rows.js'

/**
 * Which debit of a ledger takes back which part of which credit, if the newest money always goes first: credits open
 * brackets, debits close them. The parts are the same whoever's money it is, so they are found once, in one pass with a
 * stack over the ledger's entries.
 */
export interface Matching {
  /**
   * By part, in the order in which the parts left: the debit and the part's place in it, the credit and the part's place
   * in that, and the length. Within a part the last of the credit is the first of the debit.
   */
  readonly debits: Int32Array
  readonly debitStarts: Float64Array
  readonly credits: Int32Array
  readonly creditStarts: Float64Array
  readonly lengths: Float64Array
  /** By place of a debit on the ledger, from 0: its parts stand from `ofDebit[place]` up to `ofDebit[place + 1]`. */
  readonly ofDebit: Int32Array
  /** By place of a credit likewise, into `byCredit`, which lists the parts credit by credit, the last of it first. */
  readonly ofCredit: Int32Array
  readonly byCredit: Int32Array
}

/** Matches the brackets of a ledger. What a debit takes beyond all credits before it matches nothing; `rank` is by row. */
export function matchBrackets(
  ledger: number,
  { credits, debits, rank }: { credits: Axis; debits: Axis; rank: Int32Array },
  rows: TransferRows,
  opening: number,
): Matching {
  const [firstCredit, lastCredit] = [credits.from[ledger]!, credits.from[ledger + 1]!]
  const [firstDebit, lastDebit] = [debits.from[ledger]!, debits.from[ledger + 1]!]
  // Each part ends its debit or its credit, so there are no more of them than entries.
  const most = lastCredit - firstCredit + (lastDebit - firstDebit)
  const part = {
    debits: new Int32Array(most),
    debitStarts: new Float64Array(most),
    credits: new Int32Array(most),
    creditStarts: new Float64Array(most),
    lengths: new Float64Array(most),
  }
  const ofDebit = new Int32Array(lastDebit - firstDebit + 1)
  const ofCredit = new Int32Array(lastCredit - firstCredit + 1)
  const creditPlaces = new Int32Array(most)
  // The open credits, as places, and what of each is left: always its first.
  const open = new Int32Array(lastCredit - firstCredit)
  const left = new Float64Array(lastCredit - firstCredit)
  let depth = 0
  let bottom = Math.max(0, opening)
  let debt = Math.max(0, -opening)
  let size = 0
  let credit = firstCredit
  for (let debit = firstDebit; debit < lastDebit; debit++) {
    const row = debits.rows[debit]!
    for (; credit < lastCredit && rank[credits.rows[credit]!]! < rank[row]!; credit++) {
      const amount = rows.amount[credits.rows[credit]!]!
      // What repays an overdraft is the last to arrive, as a debit would take it.
      const repaid = Math.min(debt, amount)
      debt -= repaid
      open[depth] = credit
      left[depth++] = amount - repaid
    }
    let missing = rows.amount[row]!
    let at = 0
    while (missing > 0 && depth > 0) {
      const length = Math.min(missing, left[depth - 1]!)
      if (length > 0) {
        left[depth - 1]! -= length
        part.debits[size] = row
        part.debitStarts[size] = at
        part.credits[size] = credits.rows[open[depth - 1]!]!
        part.creditStarts[size] = left[depth - 1]!
        part.lengths[size] = length
        creditPlaces[size] = open[depth - 1]! - firstCredit
        ofCredit[creditPlaces[size]! + 1]!++
        size++
        at += length
        missing -= length
      }
      if (left[depth - 1] === 0) depth--
    }
    const fromBottom = Math.min(missing, bottom)
    bottom -= fromBottom
    debt += missing - fromBottom
    ofDebit[debit - firstDebit + 1] = size
  }
  for (let place = 0; place < lastCredit - firstCredit; place++) ofCredit[place + 1]! += ofCredit[place]!
  const next = ofCredit.slice()
  const byCredit = new Int32Array(size)
  for (let index = 0; index < size; index++) byCredit[next[creditPlaces[index]!]!++] = index
  return { ...part, ofDebit, ofCredit, byCredit }
}
