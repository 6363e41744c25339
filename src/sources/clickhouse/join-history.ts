import type { History } from './opening-balance.js'

/** What the engine found in one stretch of an account's history, in one currency, running sums from that stretch on. */
export interface Stretch {
  /** Sum of what came before the instant. */
  before: bigint
  /** Sum of all, and of all that was not reversed. */
  moved: bigint
  movedNet: bigint
  /** The lowest running sum at a debit, of what was not reversed. */
  lowNet: bigint | undefined
  /** The lowest running sum at a debit before the instant, after the last balance that was stated before it. */
  low: bigint | undefined
  /** The last balance stated before the instant, and the running sum there. */
  stated: { balance: bigint; total: bigint } | undefined
  /** The balance before the stretch that follows from the first one stated in it. */
  later: bigint | undefined
}

/** The history that stretches make, which follow each other. */
export function joinHistory(stretches: readonly Stretch[]): History {
  const history: History = { total: 0n, least: 0n, low: undefined, stated: undefined, later: undefined }
  let [moved, movedNet] = [0n, 0n]
  for (const { before, lowNet, low, stated, later, ...sums } of stretches) {
    history.total += before
    if (lowNet !== undefined && -(movedNet + lowNet) > history.least) history.least = -(movedNet + lowNet)
    if (stated !== undefined) {
      history.stated = { balance: stated.balance, total: moved + stated.total }
      history.low = undefined
    }
    if (low !== undefined && !(history.low !== undefined && history.low <= moved + low)) history.low = moved + low
    if (later !== undefined) history.later ??= later - moved
    moved += sums.moved
    movedNet += sums.movedNet
  }
  return history
}
